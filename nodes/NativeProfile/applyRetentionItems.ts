import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	applyRetention,
	type ApplyRetentionOrder,
	type ApplyRetentionOutcome,
} from '../../snapshots/operations/nativeProfile/applyRetention';
import { forEachTarget } from '../shared/forEachTarget';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { nativeProfileProperties } from './properties';
import { readPreview } from './readOrders';
import { sayPreview } from './sayPreview';

const readOrder = (parameters: ItemParameters): ApplyRetentionOrder => ({
	preview: readPreview(parameters),
	patience: readPatience(parameters),
});

/** One item for each snapshot that the system removed. */
export async function applyRetentionItems(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const outputs = await forEachTarget<ApplyRetentionOrder, ApplyRetentionOutcome>(context, {
		properties: nativeProfileProperties,
		readOrder,
		run: applyRetention,
	});
	sayPreview(context, outputs);
	return outputs;
}
