import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { showing, whereOffered } from '../shared/parameters/levels';
import { optionsParameter } from '../shared/parameters/options';
import { holdParameters } from '../shared/parameters/hold';
import {
	keepForParameters,
	memoryParameter,
	orderModeParameter,
	profileNameParameter,
	quiesceParameter,
} from '../shared/parameters/profile';
import { settingsParameters } from '../shared/parameters/settings';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

const onDemandOnly = (parameter: INodeProperties): INodeProperties =>
	showing(parameter, { orderMode: ['onDemand'] });

export const createProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters,
	...filterParameters,
	orderModeParameter,
	onDemandOnly({
		displayName: 'Name',
		name: 'label',
		type: 'string',
		default: '',
		placeholder: 'e.g. before-upgrade',
		description:
			'First part of the snapshot’s name; a short key that makes it unique is added. Leave empty to use the profile’s name.',
	}),
	...whereOffered(memoryParameter, ({ features }) => features.memory.supported).map(onDemandOnly),
	...whereOffered(quiesceParameter, ({ features }) => features.quiesce.supported).map(onDemandOnly),
	...keepForParameters.map(onDemandOnly),
	optionsParameter(
		{
			displayName: 'All or Nothing',
			name: 'allOrNothing',
			type: 'boolean',
			default: false,
			description:
				'Whether the snapshots of all VMs of this run belong together: taken as close together as the system allows, and removed again if one of them fails',
		},
		...holdParameters,
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. CHG-1234: kernel 6.12',
			description: 'Goes into the description of the snapshot',
		},
		{
			...profileNameParameter,
			description:
				'The profile that an on-demand snapshot belongs to. Prune by Retention works on one profile at a time.',
		},
		{
			displayName: 'Run Key',
			name: 'runKey',
			type: 'string',
			default: '={{ $execution.id }}',
			placeholder: 'e.g. CHG-1234',
			description:
				'Same key, same VM, same profile: same snapshot. A repeated run, even of another execution, finds the one it made. Without this option each item of each run is an order of its own, and only a retry of the node is the same order again.',
		},
	),
	...settingsParameters('create'),
];
