import type { INodeProperties, INodePropertyMode, INodePropertyOptions } from 'n8n-workflow';
import { EMPTIED_BY, ofChoosable, ofWholeSystem } from './levels';

const CHOOSE: INodePropertyOptions = {
	name: 'Chosen Snapshot',
	value: 'choose',
	description: 'Exactly the one named below',
};
const INPUT: INodePropertyOptions = {
	name: 'Snapshot From Input Item',
	value: 'input',
	description: 'The one that a node of this package handed on',
};
const NEWEST: INodePropertyOptions = {
	name: 'Newest Managed Snapshot',
	value: 'newestManaged',
	description: 'The newest ready one that this package made',
};

const snapshotMode: INodeProperties = {
	displayName: 'Snapshot From',
	name: 'snapshotMode',
	type: 'options',
	noDataExpression: true,
	options: [CHOOSE, NEWEST],
	default: 'choose',
	description: 'Which snapshot to use',
};

const snapshot: INodeProperties = {
	displayName: 'Snapshot',
	name: 'snapshot',
	type: 'resourceLocator',
	typeOptions: { loadOptionsDependsOn: EMPTIED_BY },
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The snapshot to use',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a snapshot',
			typeOptions: { searchListMethod: 'searchSnapshots', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. before-upgrade-k2m9x4q7ab',
			hint: 'Exactly as the system shows it, and only one snapshot may have it',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. snapshot-42',
		},
	],
};

const only = (...names: readonly string[]): INodePropertyMode[] =>
	(snapshot.modes ?? []).filter(({ name }) => names.includes(name));

/** A list can only be shown of one target that is known while editing. */
export const snapshotParameters: INodeProperties[] = [
	ofChoosable({ ...snapshotMode, displayOptions: { hide: { targetMode: ['input'] } } }),
	ofChoosable({
		...snapshotMode,
		options: [CHOOSE, NEWEST, INPUT],
		default: 'input',
		displayOptions: { show: { targetMode: ['input'] } },
	}),
	...ofWholeSystem({ ...snapshotMode, options: [CHOOSE, NEWEST, INPUT] }),
	ofChoosable({
		...snapshot,
		displayOptions: { show: { targetMode: ['one'], snapshotMode: ['choose'] } },
	}),
	ofChoosable({
		...snapshot,
		default: { mode: 'name', value: '' },
		description: 'The snapshot to use, under the same name on each of them',
		modes: only('name'),
		displayOptions: { show: { targetMode: ['filter'], snapshotMode: ['choose'] } },
	}),
	ofChoosable({
		...snapshot,
		default: { mode: 'name', value: '' },
		modes: only('name', 'id'),
		displayOptions: { show: { targetMode: ['input'], snapshotMode: ['choose'] } },
	}),
	...ofWholeSystem({ ...snapshot, displayOptions: { show: { snapshotMode: ['choose'] } } }),
	{
		displayName: 'Of Profile',
		name: 'snapshotProfile',
		type: 'string',
		displayOptions: { show: { snapshotMode: ['newestManaged'] } },
		default: '',
		placeholder: 'e.g. On Demand',
		description: 'Only snapshots of the profile with this name. Leave empty for any profile.',
	},
];
