import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import {
	revertToSnapshot,
	type RevertOutcome,
} from '../../snapshots/operations/revert/revertToSnapshot';
import { snapshotRecord, type JsonRecord } from '../../snapshots/record';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { CHOSEN_SNAPSHOT, TARGETS } from '../shared/subtitles';
import { revertProperties } from './properties';
import { readOrder } from './readOrder';

export class RevertSnapshot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Revert Snapshot',
		name: 'revertSnapshot',
		icon: { light: 'file:revertSnapshot.svg', dark: 'file:revertSnapshot.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${TARGETS} + " to " + { choose: ${CHOSEN_SNAPSHOT}, input: "the snapshot from input", newestManaged: "its newest snapshot" }[$parameter.snapshotMode] }}`,
		description: 'Return VMs to the state that a snapshot keeps',
		defaults: { name: 'Revert Snapshot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: revertProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await forEachTarget(this, {
			properties: revertProperties,
			readOrder,
			run: async (on, target, order) => [await revertToSnapshot(on, target, order)],
			extras: costs,
		});
	}
}

const costs = ({ safetySnapshot, lost }: RevertOutcome): JsonRecord => ({
	safetySnapshot: safetySnapshot === undefined ? null : snapshotRecord(safetySnapshot),
	lost: lost.map(snapshotRecord),
});
