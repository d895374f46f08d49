import type { INodeProperties } from 'n8n-workflow';
import { readingFilterParameters } from '../shared/parameters/filter';
import { whereOffered } from '../shared/parameters/levels';
import { readingOptionsParameter } from '../shared/parameters/options';
import { systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

export const listProperties: INodeProperties[] = [
	...systemParameters,
	...targetParameters,
	...readingFilterParameters,
	readingOptionsParameter(
		...whereOffered(
			{
				displayName: 'List Contents',
				name: 'contents',
				type: 'boolean',
				default: false,
				description:
					'Whether to look into each snapshot and list the VMs and tenants in it. This may take the system minutes.',
			},
			({ parts = [] }) => parts.length > 0,
			'/',
		),
		{
			displayName: 'Coverage',
			name: 'coverage',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/targetMode': ['filter'] } },
			description:
				'Whether to list every VM once instead, with whether the filter covers it and which profiles have snapshots of it: what a profile with this filter would mean, and what none protects',
		},
		{
			displayName: 'Include Those Without Snapshots',
			name: 'includeWithoutSnapshots',
			type: 'boolean',
			default: false,
			description:
				'Whether what has no snapshot gets an item too, with an empty snapshot, so that unprotected VMs show',
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
