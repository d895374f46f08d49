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
		{
			displayName: 'Picture',
			name: 'picture',
			type: 'options',
			options: [
				{ name: 'None', value: 'none' },
				{
					name: 'Timeline of All VMs',
					value: 'timeline',
					description: 'One picture, in the field picture of the first item',
				},
				{
					name: 'Tree of Each VM',
					value: 'tree',
					description: 'One picture for each VM, in the field picture of its first item',
				},
			],
			default: 'none',
			description: 'Whether to draw the snapshots too, for a report, an e-mail or a chat',
		},
		{
			displayName: 'Picture Format',
			name: 'pictureFormat',
			type: 'options',
			options: [
				{ name: 'PNG', value: 'png', description: 'For e-mail, chats and n8n’s own view' },
				{ name: 'SVG', value: 'svg', description: 'For web pages; sharp at any size' },
			],
			default: 'png',
			description: 'What kind of file the picture is',
		},
		{
			displayName: 'Picture Theme',
			name: 'pictureTheme',
			type: 'options',
			options: [
				{ name: 'Dark', value: 'dark' },
				{ name: 'Light', value: 'light' },
			],
			default: 'light',
			description: 'Which background the picture is made for',
		},
	),
];
