import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { includeForeignOption, optionsParameter } from '../shared/parameters/options';
import {
	keepLastParameter,
	minimumParameter,
	orderModeParameter,
	previewParameter,
	profileNameParameter,
} from '../shared/parameters/profile';
import { retentionRulesParameter } from '../shared/parameters/retentionRules';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

const onDemandOnly = { displayOptions: { show: { orderMode: ['onDemand'] } } };

export const pruneProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters,
	...filterParameters,
	{
		...orderModeParameter,
		options: [
			...(orderModeParameter.options ?? []),
			{
				name: 'Approved Plan (Input Items)',
				value: 'fromPlan',
				description:
					'Exactly what a preview planned: the items of its output Removed, and nothing when anything has changed since',
			},
		],
	},
	{
		...profileNameParameter,
		...onDemandOnly,
		description: 'Only snapshots of the profile with this name are looked at',
	},
	{ ...keepLastParameter, ...onDemandOnly },
	{ ...retentionRulesParameter, ...onDemandOnly },
	{ ...minimumParameter, ...onDemandOnly },
	{ ...previewParameter, displayOptions: { hide: { orderMode: ['fromPlan'] } } },
	optionsParameter(includeForeignOption),
];
