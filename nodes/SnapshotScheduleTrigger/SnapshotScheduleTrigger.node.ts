import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';
import { trigger } from './trigger';
import { triggerProperties } from './properties';

export class SnapshotScheduleTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Snapshot Schedule Trigger',
		name: 'snapshotScheduleTrigger',
		icon: {
			light: 'file:snapshotScheduleTrigger.svg',
			dark: 'file:snapshotScheduleTrigger.dark.svg',
		},
		group: ['trigger', 'schedule'],
		version: 1,
		subtitle:
			'={{ $parameter.profileName + ": " + ($parameter.periods?.period ?? []).map((period) => period.name).join(", ") }}',
		description: 'Start a run whenever a period of a snapshot profile is due',
		eventTriggerDescription: '',
		activationMessage:
			'The periods of your snapshot profile now start runs on their own. Execute the trigger’s step to see the next ones.',
		defaults: { name: 'Snapshot Schedule Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: triggerProperties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return trigger(this);
	}
}
