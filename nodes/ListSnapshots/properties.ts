import type { INodeProperties } from 'n8n-workflow';
import { filterParameter } from '../shared/parameters/filter';
import { readingOptionsParameter } from '../shared/parameters/options';
import { levelParameters, systemParameter } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

export const listProperties: INodeProperties[] = [
	systemParameter,
	...levelParameters,
	...targetParameters,
	{
		...filterParameter,
		description:
			'A VM must meet every condition that is added; without any, all VMs are listed. What is excluded is out, whatever includes it.',
	},
	readingOptionsParameter(
		{
			displayName: 'Include VMs Without Snapshots',
			name: 'includeWithoutSnapshots',
			type: 'boolean',
			default: false,
			description:
				'Whether a VM that has no snapshot gets an item too, with an empty snapshot, so that unprotected VMs show',
		},
		{
			displayName: 'Only Managed',
			name: 'onlyManaged',
			type: 'boolean',
			default: false,
			description: 'Whether to leave out snapshots that this package did not make',
		},
	),
];
