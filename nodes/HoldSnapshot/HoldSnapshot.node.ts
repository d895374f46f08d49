import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { holdSnapshot } from '../../snapshots/operations/hold';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { CHOSEN_SNAPSHOT, TARGETS } from '../shared/subtitles';
import { holdProperties } from './properties';
import { readOrder } from './readOrder';

export class HoldSnapshot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hold Snapshot',
		name: 'holdSnapshot',
		icon: { light: 'file:holdSnapshot.svg', dark: 'file:holdSnapshot.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ { held: "hold ", released: "release " }[$parameter.change] + { choose: ${CHOSEN_SNAPSHOT}, input: "snapshot from input", newestManaged: "newest snapshot" }[$parameter.snapshotMode] + " of " + ${TARGETS} }}`,
		description: 'Keep one exact snapshot of VMs from being deleted until it is released',
		defaults: { name: 'Hold Snapshot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: holdProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await forEachTarget(this, {
			properties: holdProperties,
			readOrder,
			run: async (on, target, order) => [await holdSnapshot(on, target, order)],
		});
	}
}
