import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { dueRecord } from '../shared/readProfile';
import { TARGETS } from '../shared/subtitles';
import { createProperties } from './properties';
import { createTogether } from './createTogether';
import { isAllOrNothing, readOrder } from './readOrder';

export class CreateSnapshot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Create Snapshot',
		name: 'createSnapshot',
		icon: { light: 'file:createSnapshot.svg', dark: 'file:createSnapshot.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ "of " + ${TARGETS} + ($parameter.orderMode === "fromProfile" ? ", from profile" : "") }}`,
		description: 'Take a snapshot of VMs, on demand or as a snapshot profile says',
		defaults: { name: 'Create Snapshot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: createProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (isAllOrNothing(this)) return await createTogether(this);
		return await forEachTarget(this, {
			properties: createProperties,
			readOrder,
			run: async (on, target, order) => [await createSnapshot(on, target, order)],
			extras: (_result, { due }) => (due === undefined ? {} : dueRecord(due)),
		});
	}
}
