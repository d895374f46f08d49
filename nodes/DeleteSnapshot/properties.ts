import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { includeForeignOption, optionsParameter } from '../shared/parameters/options';
import { previewParameter } from '../shared/parameters/profile';
import { snapshotParameters } from '../shared/parameters/snapshot';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

export const deleteProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters,
	...filterParameters,
	...snapshotParameters,
	{
		displayName: 'If Missing',
		name: 'ifMissing',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'A snapshot that is not there is an error' },
			{
				name: 'Go On',
				value: 'ok',
				description: 'A snapshot that is not there is what was wanted; the item says missing',
			},
		],
		default: 'fail',
		description: 'What to do when the snapshot is not there (any more)',
	},
	previewParameter,
	optionsParameter(includeForeignOption),
];
