import type { INodeProperties } from 'n8n-workflow';
import { profileParameters } from '../shared/profileForm/parameters';

const behaviour: INodeProperties[] = [
	{
		displayName: 'When Periods Coincide',
		name: 'coinciding',
		type: 'options',
		options: [
			{
				name: 'One Snapshot Each',
				value: 'each',
				description: 'Each period that is due starts a run of its own',
			},
			{
				name: 'One, for the Longest Kept',
				value: 'longestKept',
				description: 'The period whose snapshots stay the longest serves for the others too',
			},
		],
		default: 'each',
		description: 'What to do when several periods are due at the same time',
	},
	{
		displayName: 'Missed While Down',
		name: 'missed',
		type: 'options',
		options: [
			{
				name: 'Run Once',
				value: 'runOnce',
				description: 'Each period that was missed runs once; its item tells how many it missed',
			},
			{ name: 'Skip', value: 'skip', description: 'The next time that is due is the next run' },
		],
		default: 'runOnce',
		description: 'What to do when n8n comes back after a period was due',
	},
	{
		displayName: 'At Most Hours Late',
		name: 'missedWithinHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show: { missed: ['runOnce'] } },
		default: 0,
		description: 'What was due longer ago is skipped. 0 runs it however late it is.',
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			default: '',
			placeholder: 'e.g. 2026-12-31',
			description: 'Last date on which anything is due, in the profile’s time zone',
		},
		{
			displayName: 'Excluded Dates',
			name: 'excludedDates',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-12-25, 2027-01-01',
			description:
				'Dates on which nothing is due, separated by commas. A window over midnight belongs to the date on which it starts.',
		},
		{
			displayName: 'Spread Over Minutes',
			name: 'jitterMinutes',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 60 },
			default: 10,
			description:
				'Each workflow runs up to so many minutes later, always the same for one workflow, so that not all begin at once. The snapshots keep the names of the exact time.',
		},
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			placeholder: 'e.g. 2026-12-01',
			description: 'First date on which anything is due, in the profile’s time zone',
		},
	],
};

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'For each period that is due, this starts a run with one item. Connect Create Snapshot with Settings From set to Profile, then Prune by Retention with the same. Execute this step to see the next runs, how many snapshots each VM will have at most, and a warning if these are many.',
		name: 'usage',
		type: 'notice',
		default: '',
	},
	...profileParameters,
	...behaviour,
	options,
];
