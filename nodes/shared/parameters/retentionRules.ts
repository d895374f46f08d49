import type { INodeProperties } from 'n8n-workflow';
import { sortedFields } from './sorted';

const EACH = ['Hourly', 'Daily', 'Weekly', 'Monthly', 'Yearly'] as const;
const UNIT: Readonly<Record<(typeof EACH)[number], string>> = {
	Hourly: 'hours',
	Daily: 'days',
	Weekly: 'ISO weeks',
	Monthly: 'months',
	Yearly: 'years',
};

const counts = EACH.map((each): INodeProperties => ({
	displayName: `Keep ${each}`,
	name: each.toLowerCase(),
	type: 'number',
	typeOptions: { minValue: -1 },
	default: 0,
	description: `Of how many ${UNIT[each]} that have any the newest snapshot stays. -1 means of all of them, 0 is no rule.`,
}));

const windows = EACH.map((each): INodeProperties => ({
	displayName: `Keep ${each} Within`,
	name: `within${each}`,
	type: 'string',
	default: '',
	placeholder: 'e.g. P30D',
	description: `The newest of each of the ${UNIT[each]} within this time, seen from the newest snapshot. ISO 8601 duration.`,
}));

/** What may keep a snapshot besides Keep Last, and what ends it. Rules are independent: any one keeps. */
export const retentionRulesParameter: INodeProperties = {
	displayName: 'More Retention Rules',
	name: 'rules',
	type: 'collection',
	placeholder: 'Add Rule',
	default: {},
	description: 'A snapshot that any of the rules keeps stays',
	options: sortedFields([
		...counts,
		...windows,
		{
			displayName: 'Keep All Within',
			name: 'within',
			type: 'string',
			default: '',
			placeholder: 'e.g. P7D',
			description: 'All within this time, seen from the newest snapshot. ISO 8601 duration.',
		},
		{
			displayName: 'Maximum Age',
			name: 'maxAge',
			type: 'string',
			default: '',
			placeholder: 'e.g. P90D',
			description: 'What is older goes, whatever the rules say. ISO 8601 duration.',
		},
	]),
};
