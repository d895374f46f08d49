import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { pruneSnapshots } from '../../snapshots/operations/prune';
import { forEachTarget } from '../shared/forEachTarget';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { dueRecord } from '../shared/readProfile';
import { pruneProperties } from './properties';
import { readOrder } from './readOrder';

export class PruneByRetention implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Prune by Retention',
		name: 'pruneByRetention',
		icon: { light: 'file:pruneByRetention.svg', dark: 'file:pruneByRetention.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter.preview ? "preview: " : "") + ($parameter.orderMode === "fromProfile" ? "as the profile says" : $parameter.profileName + ", keep last " + $parameter.keepLast) }}',
		description: 'Delete the snapshots of a profile that its retention no longer keeps',
		defaults: { name: 'Prune by Retention' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: pruneProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await forEachTarget(this, {
			properties: pruneProperties,
			readOrder,
			run: pruneSnapshots,
			extras: ({ reasons }, { due }) => ({
				reasons,
				...(due === undefined ? {} : dueRecord(due)),
			}),
		});
	}
}
