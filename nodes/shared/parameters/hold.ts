import type { INodeProperties } from 'n8n-workflow';

/** Who holds a snapshot, and why. */
export const holdParameters: INodeProperties[] = [
	{
		displayName: 'Hold By',
		name: 'holdBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ada',
		description: 'Who wants the snapshot to stay until it is released, whatever the retention says',
	},
	{
		displayName: 'Hold Reason',
		name: 'holdReason',
		type: 'string',
		default: '',
		placeholder: 'e.g. CHG-1234 is not accepted yet',
		description: 'Why it has to stay. Shown to whoever tries to delete it.',
	},
];
