import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { CHOSEN_NATIVE_PROFILE, TARGETS } from '../shared/subtitles';
import { applyRetentionItems } from './applyRetentionItems';
import { assignItems } from './assignItems';
import { profileItems } from './profileItems';
import { nativeProfileProperties, type Operation } from './properties';

export class NativeProfile implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Native Profile',
		name: 'nativeProfile',
		icon: { light: 'file:nativeProfile.svg', dark: 'file:nativeProfile.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ { list: "list all", import: "import " + ${CHOSEN_NATIVE_PROFILE}, export: "export " + ($parameter.orderMode === "onDemand" ? $parameter.profileName : "profile from input"), assign: "assign " + ${CHOSEN_NATIVE_PROFILE} + " to " + ${TARGETS}, autoAssign: "auto-assign " + ${CHOSEN_NATIVE_PROFILE}, applyRetention: "apply retention to " + ${TARGETS}, unassign: "unassign from " + ${TARGETS} }[$parameter.operation] }}`,
		description:
			'List, import, export and assign the snapshot profiles that a system keeps by itself',
		defaults: { name: 'Native Profile' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: nativeProfileProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as Operation;
		switch (operation) {
			case 'assign':
			case 'unassign':
				return await assignItems(this);
			case 'applyRetention':
				return await applyRetentionItems(this);
			case 'autoAssign':
			case 'export':
			case 'import':
			case 'list':
				return await profileItems(this);
		}
	}
}
