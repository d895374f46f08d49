import type { INodeProperties } from 'n8n-workflow';
import { readingFilterParameters } from '../shared/parameters/filter';
import { showing } from '../shared/parameters/levels';
import { readingOptionsParameter } from '../shared/parameters/options';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';
import { profileParameters } from '../shared/profileForm/parameters';

const expectation: INodeProperties = {
	displayName: 'Expect',
	name: 'expectation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'A Recent Snapshot',
			value: 'age',
			description: 'The newest good snapshot must not be older than some hours, whoever made it',
		},
		{
			name: 'Nothing',
			value: 'nothing',
			description: 'Only what is wrong with the snapshots that are there',
		},
		{
			name: 'What a Profile Promises (Input Item)',
			value: 'fromProfile',
			description: 'The profile that Snapshot Schedule Trigger or Native Profile handed on',
		},
		{
			name: 'What a Profile Promises (This Node)',
			value: 'drawnProfile',
			description: 'A profile that is drawn here as it is in Snapshot Schedule Trigger',
		},
	],
	default: 'age',
	description: 'What makes a VM protected',
};

const maxAge: INodeProperties = {
	displayName: 'At Most Hours Old',
	name: 'maxAgeHours',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { expectation: ['age'] } },
	default: 26,
	description:
		'How many hours old the newest good snapshot may be. From three quarters on it is at risk.',
};

const options: INodeProperties[] = [
	{
		displayName: 'Grace Period',
		name: 'graceMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/expectation': ['fromProfile', 'drawnProfile'] } },
		default: 60,
		description:
			'How many minutes a snapshot of a profile may be late before that counts as broken',
	},
	{
		displayName: 'Include Uncovered VMs',
		name: 'includeNotCovered',
		type: 'boolean',
		displayOptions: { show: { '/targetMode': ['filter'] } },
		default: false,
		description:
			'Whether what the filter leaves out and no snapshot of this package protects needs attention too',
	},
	{
		displayName: 'Old After',
		name: 'oldHours',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 72,
		description:
			'From how many hours on a snapshot is old that no profile ends. Vendors advise 72 hours.',
	},
	{
		displayName: 'Needs Attention From',
		name: 'attentionFrom',
		type: 'options',
		options: [
			{
				name: 'Critical',
				value: 'critical',
				description: 'Only where a restore would lose more than was promised',
			},
			{ name: 'Note', value: 'note', description: 'Whatever there is to say' },
			{ name: 'Warning', value: 'warning', description: 'What a person should see to' },
		],
		default: 'warning',
		description: 'From which severity on a VM goes to the output Needs Attention',
	},
];

export const healthProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters.map((parameter) =>
		parameter.name === 'targetMode' ? { ...parameter, default: 'filter' } : parameter,
	),
	...readingFilterParameters,
	expectation,
	maxAge,
	...profileParameters.map((parameter) => showing(parameter, { expectation: ['drawnProfile'] })),
	readingOptionsParameter(...options),
];
