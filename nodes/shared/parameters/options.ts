import type { INodeProperties } from 'n8n-workflow';
import { sortedFields } from './sorted';

const timeLimitOption: INodeProperties = {
	displayName: 'Time Limit',
	name: 'timeLimitMinutes',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description: 'How many minutes the work on one VM may take, waiting included',
};

const patienceOptions: INodeProperties[] = [
	{
		displayName: 'Parallel VMs',
		name: 'parallelTargets',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 32 },
		default: 4,
		description: 'How many VMs to work on at the same time. Work on one VM never overlaps.',
	},
	timeLimitOption,
	{
		displayName: 'Wait While Locked',
		name: 'waitWhileLockedMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'How many minutes to wait while somebody else, such as a backup, keeps the VM locked. 0 gives up at once.',
	},
];

export const includeForeignOption: INodeProperties = {
	displayName: 'Include Foreign Snapshots',
	name: 'includeForeign',
	type: 'boolean',
	default: false,
	description: 'Whether snapshots that this package did not make may be deleted too',
};

/** One collection for what is rarely changed: patience, and each node's own. */
export const optionsParameter = (...own: readonly INodeProperties[]): INodeProperties =>
	collection([...own, ...patienceOptions]);

/** For nodes that only read: nothing can be locked, and one answer covers all VMs. */
export const readingOptionsParameter = (...own: readonly INodeProperties[]): INodeProperties =>
	collection([...own, { ...timeLimitOption, description: 'How many minutes the answer may take' }]);

const collection = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: sortedFields(options),
});
