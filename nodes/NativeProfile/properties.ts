import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { showing } from '../shared/parameters/levels';
import {
	nativeLevelParameters,
	nativeProfileNotices,
	nativeProfileParameter,
	systemsWithout,
} from '../shared/parameters/nativeProfile';
import { optionsParameter, readingOptionsParameter } from '../shared/parameters/options';
import { orderModeParameter, previewParameter } from '../shared/parameters/profile';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';
import { profileParameters } from '../shared/profileForm/parameters';
import { autoAssignRulesParameter } from './autoAssignRules';

export const OPERATIONS = [
	'applyRetention',
	'assign',
	'autoAssign',
	'export',
	'import',
	'list',
	'unassign',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Those that work on VMs or volumes, not on the profiles themselves. */
export const OF_TARGETS = ['applyRetention', 'assign', 'unassign'] as const satisfies Operation[];

const only =
	(...operations: readonly Operation[]) =>
	(parameter: INodeProperties): INodeProperties =>
		showing(parameter, { operation: operations });

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Apply Retention',
			value: 'applyRetention',
			action: 'Apply the retention of native profiles',
			description: 'Let the system remove at once what the profiles of VMs no longer keep',
		},
		{
			name: 'Assign',
			value: 'assign',
			action: 'Assign a native profile',
			description: 'Let the system run one of its own profiles for VMs or volumes',
		},
		{
			name: 'Auto-Assign',
			value: 'autoAssign',
			action: 'Change by which rules a native profile assigns itself',
			description: 'Change the rules by which a native profile takes VMs by itself',
		},
		{
			name: 'Export',
			value: 'export',
			action: 'Export a profile to the system',
			description: 'Write a profile of n8n to the system, as far as the system can keep it',
		},
		{
			name: 'Import',
			value: 'import',
			action: 'Import a native profile',
			description: 'Read one of the system’s own profiles as a profile for n8n',
		},
		{
			name: 'List',
			value: 'list',
			action: 'List native profiles',
			description: 'Show the profiles that the system keeps by itself',
		},
		{
			name: 'Unassign',
			value: 'unassign',
			action: 'Unassign a native profile',
			description: 'Take away the native profile that VMs or volumes have',
		},
	],
	default: 'list',
	description: 'What to do with the profiles that the system keeps by itself',
};

const systemTimeZone: INodeProperties = {
	displayName: 'Time Zone of the System',
	name: 'systemTimeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		'IANA name of the zone by whose clock the system runs its own profiles, where it does not tell. Leave empty if unsure: then one is assumed, and the output says so.',
};

const acceptLosses: INodeProperties = {
	displayName: 'Accept Losses',
	name: 'acceptLosses',
	type: 'boolean',
	default: false,
	description:
		'Whether to write the profile though the system can’t keep all of it. Preview Only tells what is lost.',
};

const countAssignments: INodeProperties = {
	displayName: 'Count Assignments',
	name: 'countAssignments',
	type: 'boolean',
	default: true,
	description:
		'Whether to count the VMs and volumes that have each profile. On a large system this takes longer.',
};

const exported: INodeProperties[] = [
	{
		...orderModeParameter,
		default: 'fromProfile',
		options: [
			{
				name: 'Profile (Input Item)',
				value: 'fromProfile',
				description: 'The profile that Snapshot Schedule Trigger or Import handed on',
			},
			{ name: 'This Node', value: 'onDemand', description: 'A profile that is drawn here' },
		],
		description: 'Which profile to export',
	},
	...profileParameters.map((parameter) =>
		showing(
			parameter.name === 'profileName'
				? {
						...parameter,
						description:
							'The native profile gets this name. One that has the name already is changed, for all that it is assigned to.',
					}
				: parameter,
			{ orderMode: ['onDemand'] },
		),
	),
];

/** Read before looking for what is not there. */
const lackingNotices: INodeProperties[] = [
	...systemsWithout(({ autoAssign }) => autoAssign === true).map(({ id, title }) =>
		noticeOf(
			id,
			'autoAssign',
			`${title} gives its profiles to no VM by itself. Use Assign with a filter, by a schedule.`,
		),
	),
	...systemsWithout(({ applyRetention }) => applyRetention !== undefined).map(({ id, title }) =>
		noticeOf(
			id,
			'applyRetention',
			`${title} removes by itself, at its own time, what its profiles no longer keep; it can’t be told to.`,
		),
	),
];

function noticeOf(system: string, operation: Operation, displayName: string): INodeProperties {
	return {
		displayName,
		name: 'operationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { system: [system], operation: [operation] } },
	};
}

const [system, credential] = systemParameters;

export const nativeProfileProperties: INodeProperties[] = [
	...[system, credential].flatMap((parameter) => parameter ?? []),
	// Before all that is shown by it: n8n settles parameters in their order, and would lose what comes earlier.
	operation,
	...nativeLevelParameters.map(only(...OF_TARGETS)),
	...nativeProfileNotices,
	...lackingNotices,
	...[...targetParameters, ...filterParameters].map(only(...OF_TARGETS)),
	only('import', 'assign', 'autoAssign')(nativeProfileParameter),
	only('autoAssign')(autoAssignRulesParameter),
	...exported.map(only('export')),
	only('import', 'export')(systemTimeZone),
	only('export')(acceptLosses),
	only(
		'export',
		'autoAssign',
		...OF_TARGETS,
	)({
		...previewParameter,
		description: 'Whether to only tell what would be changed, and change nothing',
	}),
	only('list')(readingOptionsParameter(countAssignments)),
	only('import', 'export', 'autoAssign')(readingOptionsParameter()),
	only(...OF_TARGETS)(optionsParameter()),
];
