import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { TARGETS } from '../shared/subtitles';
import { healthItems } from './healthItems';
import { healthProperties } from './properties';

export class SnapshotHealth implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Snapshot Health',
		name: 'snapshotHealth',
		icon: { light: 'file:snapshotHealth.svg', dark: 'file:snapshotHealth.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ "of " + ${TARGETS} }}`,
		description: 'Tell which VMs are protected as promised, and which need somebody’s attention',
		defaults: { name: 'Snapshot Health' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Healthy', 'Needs Attention'],
		credentials: systemCredentials,
		properties: healthProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await healthItems(this);
	}
}
