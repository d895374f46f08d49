import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { holdParameters } from '../shared/parameters/hold';
import { optionsParameter } from '../shared/parameters/options';
import { snapshotParameters } from '../shared/parameters/snapshot';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

export const holdProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters,
	...filterParameters,
	...snapshotParameters,
	{
		displayName: 'Hold or Release',
		name: 'change',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Hold',
				value: 'held',
				description: 'Nothing of this package deletes it until it is released',
			},
			{ name: 'Release', value: 'released', description: 'The retention decides again' },
		],
		default: 'held',
		description: 'What to do with the snapshot',
	},
	...holdParameters.map((parameter): INodeProperties => ({
		...parameter,
		required: true,
		displayOptions: { show: { change: ['held'] } },
	})),
	{
		displayName: 'Only If Held By',
		name: 'onlyBy',
		type: 'string',
		displayOptions: { show: { change: ['released'] } },
		default: '',
		placeholder: 'e.g. Ada',
		description: 'Leaves alone what somebody else holds. Leave empty to release whoever holds it.',
	},
	optionsParameter(),
];
