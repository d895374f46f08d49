import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { removeIfThere } from '../../snapshots/operations/removeIfThere';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { CHOSEN_SNAPSHOT, TARGETS } from '../shared/subtitles';
import { deleteProperties } from './properties';
import { readOrder } from './readOrder';

export class DeleteSnapshot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delete Snapshot',
		name: 'deleteSnapshot',
		icon: { light: 'file:deleteSnapshot.svg', dark: 'file:deleteSnapshot.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ ($parameter.preview ? "preview: " : "") + { choose: ${CHOSEN_SNAPSHOT}, input: "snapshot from input", newestManaged: "newest snapshot" }[$parameter.snapshotMode] + " of " + ${TARGETS} }}`,
		description: 'Delete one exact snapshot of VMs and keep what they hold now',
		defaults: { name: 'Delete Snapshot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: deleteProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await forEachTarget(this, {
			properties: deleteProperties,
			readOrder,
			run: async (on, target, order) => [await removeIfThere(on, target, order)],
		});
	}
}
