import type { INodeProperties } from 'n8n-workflow';
import { filterParameter } from '../shared/parameters/filter';
import { includeForeignOption, optionsParameter } from '../shared/parameters/options';
import {
	keepLastParameter,
	minimumParameter,
	orderModeParameter,
	previewParameter,
	profileNameParameter,
} from '../shared/parameters/profile';
import { levelParameters, systemParameter } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

const onDemandOnly = { displayOptions: { show: { orderMode: ['onDemand'] } } };

export const pruneProperties: INodeProperties[] = [
	systemParameter,
	...levelParameters,
	...targetParameters,
	filterParameter,
	orderModeParameter,
	{
		...profileNameParameter,
		...onDemandOnly,
		description: 'Only snapshots of the profile with this name are looked at',
	},
	{ ...keepLastParameter, ...onDemandOnly },
	{ ...minimumParameter, ...onDemandOnly },
	previewParameter,
	optionsParameter(includeForeignOption),
];
