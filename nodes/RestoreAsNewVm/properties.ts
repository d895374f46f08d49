import type { INodeProperties } from 'n8n-workflow';
import { whereOffered } from '../shared/parameters/levels';
import { optionsParameter } from '../shared/parameters/options';
import { partParameters } from '../shared/parameters/parts';
import { settingsParameters } from '../shared/parameters/settings';
import { snapshotParameters } from '../shared/parameters/snapshot';
import { lacking, systemNotices, systemParameters } from '../shared/parameters/system';
import { singleTargetParameters } from '../shared/parameters/targets';

const newName: INodeProperties = {
	displayName: 'New Name',
	name: 'newName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. web-01-restored',
};

export const restoreProperties: INodeProperties[] = [
	...systemParameters,
	...systemNotices('restoreNotice', ({ features, words }) =>
		features.restoreAsNew.supported
			? `The system’s own words: ${words.restoreAsNew}.`
			: lacking(features.restoreAsNew),
	),
	...singleTargetParameters,
	...snapshotParameters,
	...partParameters,
	...whereOffered(
		{
			...newName,
			hint: 'With several from the input an expression names each one: {{ $json.target.name }}-restored',
			description: 'Name of what is made. Nothing else may have it.',
		},
		({ parts = [] }) => parts.length === 0,
	),
	...whereOffered(
		{
			...newName,
			placeholder: 'e.g. *-restored',
			hint: 'A * stands for the name that it has in the snapshot',
			description: 'Name of what is made. Nothing else may have it.',
		},
		({ parts = [] }) => parts.length > 0,
	),
	...whereOffered(
		{
			displayName: 'Connect Network',
			name: 'connectNetwork',
			type: 'boolean',
			default: false,
			description:
				'Whether the new VM’s network adapters are plugged in. They get new hardware addresses, but a fixed IP address inside the guest is that of the original.',
		},
		({ withoutPower, parts = [] }) => withoutPower !== true || parts.length > 0,
	),
	...whereOffered(
		{
			displayName: 'Power On',
			name: 'powerOn',
			type: 'boolean',
			default: false,
			description: 'Whether to start it when it is ready',
		},
		({ withoutPower, parts = [] }) => withoutPower !== true || parts.length > 0,
	),
	optionsParameter(),
	...settingsParameters('restoreAsNew'),
];
