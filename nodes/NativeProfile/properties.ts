import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { showing } from '../shared/parameters/levels';
import {
	nativeLevelParameters,
	nativeProfileNotices,
	nativeProfileParameter,
} from '../shared/parameters/nativeProfile';
import { optionsParameter, readingOptionsParameter } from '../shared/parameters/options';
import { orderModeParameter, previewParameter } from '../shared/parameters/profile';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';
import { profileParameters } from '../shared/profileForm/parameters';

export type Operation = 'list' | 'import' | 'export' | 'assign' | 'unassign';

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
			name: 'Assign',
			value: 'assign',
			action: 'Assign a native profile',
			description: 'Let the system run one of its own profiles for VMs or volumes',
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

const [system, credential] = systemParameters;

export const nativeProfileProperties: INodeProperties[] = [
	...[system, credential].flatMap((parameter) => parameter ?? []),
	// Before all that is shown by it: n8n settles parameters in their order, and would lose what comes earlier.
	operation,
	...nativeLevelParameters.map(only('assign', 'unassign')),
	...nativeProfileNotices,
	...[...targetParameters, ...filterParameters].map(only('assign', 'unassign')),
	only('import', 'assign')(nativeProfileParameter),
	...exported.map(only('export')),
	only('import', 'export')(systemTimeZone),
	only('export')(acceptLosses),
	only(
		'export',
		'assign',
		'unassign',
	)({
		...previewParameter,
		description: 'Whether to only tell what would be changed, and change nothing',
	}),
	only('list')(readingOptionsParameter(countAssignments)),
	only('import', 'export')(readingOptionsParameter()),
	only('assign', 'unassign')(optionsParameter()),
];
