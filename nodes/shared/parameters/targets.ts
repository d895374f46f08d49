import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const ONE: INodePropertyOptions = {
	name: 'One VM',
	value: 'one',
	description: 'Chosen from a list, by name or by ID',
};
const FILTER: INodePropertyOptions = {
	name: 'All VMs Matching a Filter',
	value: 'filter',
	description: 'By name, tags and power state, as they are at run time',
};
const INPUT: INodePropertyOptions = {
	name: 'VM From Input Item',
	value: 'input',
	description: 'The VM that a node of this package handed on',
};

const targetMode: INodeProperties = {
	displayName: 'VMs',
	name: 'targetMode',
	type: 'options',
	noDataExpression: true,
	options: [ONE, FILTER, INPUT],
	default: 'one',
	description: 'Which VMs to work on',
};

const target: INodeProperties = {
	displayName: 'VM',
	name: 'target',
	type: 'resourceLocator',
	displayOptions: { show: { targetMode: ['one'] } },
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The VM to work on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a VM',
			typeOptions: { searchListMethod: 'searchTargets', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. web-01',
			hint: 'Exactly as the system shows it, and only one VM may have it',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
		},
	],
};

/** All three ways to say which VMs. */
export const targetParameters: INodeProperties[] = [targetMode, target];

/** For what can be done to one VM only, such as giving it a name. */
export const singleTargetParameters: INodeProperties[] = [
	{ ...targetMode, displayName: 'VM From', options: [ONE, INPUT] },
	target,
];
