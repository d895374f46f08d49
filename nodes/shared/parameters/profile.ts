import type { INodeProperties } from 'n8n-workflow';
import { ON_DEMAND_PROFILE } from '../../../snapshots/operations/create/createOrder';

/** Who orders: a person now, or a profile by way of Snapshot Schedule Trigger. */
export const orderModeParameter: INodeProperties = {
	displayName: 'Settings From',
	name: 'orderMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'This Node',
			value: 'onDemand',
			description: 'On demand: as it is set here',
		},
		{
			name: 'Profile (Input Item)',
			value: 'fromProfile',
			description: 'As the profile’s period says that Snapshot Schedule Trigger found due',
		},
	],
	default: 'onDemand',
	description: 'Who says what to do',
};

export const profileNameParameter: INodeProperties = {
	displayName: 'Profile Name',
	name: 'profileName',
	type: 'string',
	default: ON_DEMAND_PROFILE,
	placeholder: 'e.g. Nightly',
	description: 'The profile that the snapshots belong to. Pruning works on one profile at a time.',
};

export const memoryParameter: INodeProperties = {
	displayName: 'Include Memory',
	name: 'memory',
	type: 'boolean',
	default: false,
	description: 'Whether to keep the RAM of a running VM too, so that a revert continues it',
};

export const quiesceParameter: INodeProperties = {
	displayName: 'Quiesce',
	name: 'quiesce',
	type: 'options',
	options: [
		{
			name: 'If Possible',
			value: 'prefer',
			description: 'Flush and freeze the guest’s file systems; go on with a warning if that fails',
		},
		{ name: 'Off', value: 'off', description: 'Take the disks as a power cut would leave them' },
		{ name: 'Required', value: 'require', description: 'Rather no snapshot than one not quiesced' },
	],
	default: 'prefer',
	description: 'Whether the guest agent brings the file systems of a running VM to rest',
};

export const keepForParameters: INodeProperties[] = [
	{
		displayName: 'Keep For',
		name: 'keepFor',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'After this time a prune removes the snapshot. 0 means that it never expires.',
	},
	{
		displayName: 'Keep For Unit',
		name: 'keepForUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Months', value: 'months' },
			{ name: 'Weeks', value: 'weeks' },
		],
		default: 'days',
		description: 'Unit of Keep For',
	},
];

export const keepLastParameter: INodeProperties = {
	displayName: 'Keep Last',
	name: 'keepLast',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 7,
	description: 'How many of the newest snapshots stay on each VM. 0 removes none by count.',
};

export const minimumParameter: INodeProperties = {
	displayName: 'Keep at Least',
	name: 'minimum',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'The newest good snapshots that stay whatever else is said, expired or not',
};

/** What removes nothing until a person has seen what it would remove. */
export const previewParameter: INodeProperties = {
	displayName: 'Preview Only',
	name: 'preview',
	type: 'boolean',
	default: true,
	description: 'Whether to only tell what would be deleted, and delete nothing',
};
