import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { restoreAsNew } from '../../snapshots/operations/restoreAsNew';
import { restoreParts } from '../../snapshots/operations/restoreParts';
import { targetRecord, type JsonRecord } from '../../snapshots/record';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { A_NEW_ONE, CHOSEN_PART } from '../shared/subtitles';
import { restoreProperties } from './properties';
import { readOrder } from './readOrder';

export class RestoreAsNewVm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Restore as New VM',
		name: 'restoreAsNewVm',
		icon: { light: 'file:restoreAsNewVm.svg', dark: 'file:restoreAsNewVm.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${CHOSEN_PART} + " as " + ($parameter.newName || ${A_NEW_ONE}) }}`,
		description: 'Make a new VM out of a snapshot and leave the original as it is',
		defaults: { name: 'Restore as New VM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: restoreProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await forEachTarget(this, {
			properties: restoreProperties,
			readOrder,
			run: async (on, target, { parts, ...order }) =>
				parts === undefined
					? [await restoreAsNew(on, target, order)]
					: await restoreParts(on, target, { ...order, parts }),
			extras: (result): JsonRecord =>
				'newTarget' in result ? { newTarget: targetRecord(result.newTarget) } : {},
		});
	}
}
