import type { INodeProperties } from 'n8n-workflow';
import { POWER_STATES, type PowerState } from '../../../snapshots/model';

const POWER_TITLES: Readonly<Record<PowerState, string>> = {
	running: 'Running',
	stopped: 'Stopped',
	paused: 'Paused',
	suspended: 'Suspended',
	unknown: 'Unknown',
	none: 'None',
};

const powerStates = POWER_STATES.filter((state) => state !== 'none')
	.map((value) => ({ name: POWER_TITLES[value], value }))
	.sort((left, right) => left.name.localeCompare(right.name));

export const filterParameter: INodeProperties = {
	displayName: 'Filter',
	name: 'filter',
	type: 'collection',
	placeholder: 'Add Condition',
	displayOptions: { show: { targetMode: ['filter'] } },
	default: {},
	description:
		'A VM must meet every condition that is added. What is excluded is out, whatever includes it. To mean all VMs, add Name Patterns with *.',
	options: [
		{
			displayName: 'Exclude Name Patterns',
			name: 'excludeNames',
			type: 'string',
			default: '',
			placeholder: 'e.g. *-test, template-*',
			description: 'VMs with such a name are left out. Separate several by commas.',
		},
		{
			displayName: 'Exclude Tags',
			name: 'excludeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. no-snapshots',
			description: 'VMs with any of these tags are left out. Separate several by commas.',
		},
		{
			displayName: 'Name Patterns',
			name: 'names',
			type: 'string',
			default: '',
			placeholder: 'e.g. web-*, db-0?',
			description:
				'The whole name must match one of them, in any case: * is any text, ? one character. Separate several by commas.',
		},
		{
			displayName: 'Power States',
			name: 'powerStates',
			type: 'multiOptions',
			options: powerStates,
			default: [],
			description: 'VMs in any of these states. None chosen means all states.',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. production, critical',
			description: 'VMs with at least one of these tags. Separate several by commas.',
		},
	],
};
