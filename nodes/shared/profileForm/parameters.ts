import type { INodeProperties } from 'n8n-workflow';
import {
	keepForParameters,
	keepLastParameter,
	memoryParameter,
	minimumParameter,
	quiesceParameter,
} from '../parameters/profile';
import { retentionRulesParameter } from '../parameters/retentionRules';
import { frequencyParameters } from './frequencyParameters';

const periodParameters: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: 'daily',
		placeholder: 'e.g. daily',
		description: 'Goes into the names of the snapshots. Different for each period.',
	},
	...frequencyParameters,
	{
		...keepLastParameter,
		description:
			'How many of this period’s newest snapshots stay on each VM. 0 removes none by count.',
	},
	retentionRulesParameter,
	...keepForParameters,
	minimumParameter,
	memoryParameter,
	quiesceParameter,
];

/** A profile as it is drawn: its name, its zone and its periods. */
export const profileParameters: INodeProperties[] = [
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
		options: [{ displayName: 'Period', name: 'period', values: periodParameters }],
	},
];
