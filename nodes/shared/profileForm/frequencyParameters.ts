import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NTHS, WEEKDAYS } from '../../../snapshots/schedule/calendar';

const inTitleCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const named = (words: readonly string[]): INodePropertyOptions[] =>
	words.map((word) => ({ name: inTitleCase(word), value: word }));

const MONTHS: INodePropertyOptions[] = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
].map((name, index) => ({ name, value: index + 1 }));

const every: INodeProperties = {
	displayName: 'Every',
	name: 'every',
	type: 'options',
	options: [
		{ name: 'Day', value: 'day' },
		{ name: 'Few Hours', value: 'hours' },
		{ name: 'Few Minutes', value: 'minutes' },
		{ name: 'Month', value: 'month' },
		{ name: 'Once', value: 'once', description: 'At one exact time, and never again' },
		{ name: 'Week', value: 'week' },
		{ name: 'Year', value: 'year' },
	],
	default: 'day',
	description: 'How often the period is due',
};

const fewTimesADay: INodeProperties[] = [
	{
		displayName: 'Hours Between',
		name: 'hours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 23 },
		displayOptions: { show: { every: ['hours'] } },
		default: 4,
		description: 'Counted from midnight, or from the start of the window, every day anew',
	},
	{
		displayName: 'Minutes Between',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1439 },
		displayOptions: { show: { every: ['minutes'] } },
		default: 30,
		description: 'Counted from midnight, or from the start of the window, every day anew',
	},
	{
		displayName: 'Window From',
		name: 'windowFrom',
		type: 'string',
		displayOptions: { show: { every: ['hours', 'minutes'] } },
		default: '',
		placeholder: 'e.g. 08:00',
		description: 'Time of day from which on it is due. Leave empty for midnight.',
	},
	{
		displayName: 'Window To',
		name: 'windowTo',
		type: 'string',
		displayOptions: { show: { every: ['hours', 'minutes'] } },
		default: '',
		placeholder: 'e.g. 18:00',
		description:
			'Time of day until which it is due, this time included. Before Window From it means the next day. Leave empty for midnight.',
	},
	{
		displayName: 'Only On',
		name: 'onlyOn',
		type: 'multiOptions',
		displayOptions: { show: { every: ['hours', 'minutes'] } },
		options: named(WEEKDAYS),
		default: [],
		description: 'Weekdays on which it is due. Leave empty for every day.',
	},
];

const dates: INodeProperties[] = [
	{
		displayName: 'Weekdays',
		name: 'weekdays',
		type: 'multiOptions',
		displayOptions: { show: { every: ['week'] } },
		options: named(WEEKDAYS),
		default: ['sunday'],
		description: 'Days of the week on which it is due',
	},
	{
		displayName: 'Month',
		name: 'month',
		type: 'options',
		displayOptions: { show: { every: ['year'] } },
		options: MONTHS,
		default: 1,
		description: 'Month in which it is due',
	},
	{
		displayName: 'Months',
		name: 'months',
		type: 'multiOptions',
		displayOptions: { show: { every: ['month'] } },
		options: MONTHS,
		default: [],
		description: 'Months in which it is due. Leave empty for all.',
	},
	{
		displayName: 'On',
		name: 'dayBy',
		type: 'options',
		displayOptions: { show: { every: ['month', 'year'] } },
		options: [
			{ name: 'Day of the Month', value: 'day' },
			{ name: 'Weekday of the Month', value: 'weekday' },
		],
		default: 'day',
		description: 'How the day is told',
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'string',
		displayOptions: { show: { every: ['month', 'year'], dayBy: ['day'] } },
		default: '1',
		placeholder: 'e.g. 1, 15, last',
		description:
			'Days from 1 to 31, or last, separated by commas. Where the month has no such day, it is the last one.',
	},
	{
		displayName: 'Which',
		name: 'nth',
		type: 'options',
		displayOptions: { show: { every: ['month', 'year'], dayBy: ['weekday'] } },
		options: named(NTHS),
		default: 'first',
		description: 'Which of these weekdays in the month',
	},
	{
		displayName: 'Weekday',
		name: 'weekday',
		type: 'options',
		displayOptions: { show: { every: ['month', 'year'], dayBy: ['weekday'] } },
		options: named(WEEKDAYS),
		default: 'sunday',
		description: 'Day of the week on which it is due',
	},
];

const times: INodeProperties[] = [
	{
		displayName: 'At',
		name: 'at',
		type: 'string',
		displayOptions: { show: { every: ['day', 'week', 'month', 'year'] } },
		default: '02:00',
		placeholder: 'e.g. 02:30',
		description:
			'Time of day as HH:MM in the profile’s time zone, or several separated by commas. A time that the change of the clocks skips is due right after it; one that comes twice is due once.',
	},
	{
		displayName: 'Date and Time',
		name: 'onceAt',
		type: 'dateTime',
		displayOptions: { show: { every: ['once'] } },
		default: '',
		placeholder: 'e.g. 2026-12-31T02:30',
		description: 'When it is due, in the profile’s time zone',
	},
];

/** When a period is due. Which fields show follows from the first. */
export const frequencyParameters: INodeProperties[] = [every, ...fewTimesADay, ...dates, ...times];
