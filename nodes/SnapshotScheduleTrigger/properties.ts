import type { INodeProperties } from 'n8n-workflow';
import {
	keepForParameters,
	keepLastParameter,
	memoryParameter,
	minimumParameter,
	quiesceParameter,
} from '../shared/parameters/profile';

const frequency: INodeProperties[] = [
	{
		displayName: 'Every',
		name: 'every',
		type: 'options',
		options: [
			{ name: 'Day', value: 'day' },
			{ name: 'Few Hours', value: 'hours' },
			{ name: 'Few Minutes', value: 'minutes' },
		],
		default: 'day',
		description: 'How often the period is due',
	},
	{
		displayName: 'At',
		name: 'at',
		type: 'string',
		displayOptions: { show: { every: ['day'] } },
		default: '02:00',
		placeholder: 'e.g. 02:30',
		description: 'Time of day as HH:MM in the profile’s time zone',
	},
	{
		displayName: 'Hours Between',
		name: 'hours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 23 },
		displayOptions: { show: { every: ['hours'] } },
		default: 4,
		description: 'Counted from midnight, every day anew',
	},
	{
		displayName: 'Minutes Between',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1439 },
		displayOptions: { show: { every: ['minutes'] } },
		default: 30,
		description: 'Counted from midnight, every day anew',
	},
];

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'For each period that is due, this starts a run with one item. Connect Create Snapshot with Settings From set to Profile, then Prune by Retention with the same.',
		name: 'usage',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Profile Name',
		name: 'profileName',
		type: 'string',
		required: true,
		default: 'Nightly',
		placeholder: 'e.g. Nightly',
		description:
			'Snapshots are known by it: after a change of the name, those made under the old one are no longer pruned',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description:
			'IANA name of the zone in which the times are meant. Leave empty for the workflow’s.',
	},
	{
		displayName: 'Periods',
		name: 'periods',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Period',
		default: { period: [{ name: 'daily', every: 'day', at: '02:00', keepLast: 7 }] },
		description: 'Each has its own frequency and retention',
		options: [
			{
				displayName: 'Period',
				name: 'period',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: 'daily',
						placeholder: 'e.g. daily',
						description: 'Goes into the names of the snapshots. Different for each period.',
					},
					...frequency,
					{
						...keepLastParameter,
						description:
							'How many of this period’s newest snapshots stay on each VM. 0 removes none by count.',
					},
					...keepForParameters,
					minimumParameter,
					memoryParameter,
					quiesceParameter,
				],
			},
		],
	},
];
