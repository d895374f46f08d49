import type { INodeProperties } from 'n8n-workflow';
import { filterParameters } from '../shared/parameters/filter';
import { whereOffered } from '../shared/parameters/levels';
import { optionsParameter } from '../shared/parameters/options';
import { settingsParameters } from '../shared/parameters/settings';
import { snapshotParameters } from '../shared/parameters/snapshot';
import { lacking, systemNotices, systemParameters } from '../shared/parameters/system';
import { targetParameters } from '../shared/parameters/targets';

const powerParameter: INodeProperties = {
	displayName: 'Power State After Revert',
	name: 'power',
	type: 'options',
	options: [
		{
			name: 'As Before',
			value: 'asBefore',
			description: 'Running if it runs when the revert begins, else stopped',
		},
		{
			name: 'As in Snapshot',
			value: 'asSnapshot',
			description: 'Whatever the system makes of it by itself',
		},
		{ name: 'Running', value: 'running', description: 'Started if need be' },
		{ name: 'Stopped', value: 'stopped', description: 'Stopped if need be' },
	],
	default: 'asBefore',
	description: 'Whether it runs when the revert is done',
};

export const revertProperties: INodeProperties[] = [
	...systemParameters,
	...systemNotices('revertNotice', ({ features, revertWhileRunning, words }) =>
		features.revert.supported
			? `The system’s own word: ${words.revert}. ${revertWhileRunning}`
			: lacking(features.revert),
	),
	...targetParameters,
	...filterParameters,
	...snapshotParameters,
	...whereOffered(powerParameter, ({ withoutPower }) => withoutPower !== true),
	{
		displayName: 'Safety Snapshot First',
		name: 'safetySnapshot',
		type: 'boolean',
		default: true,
		description:
			'Whether to take a snapshot of the present state first, so that the revert itself can be undone. It belongs to the profile Before Revert.',
	},
	optionsParameter(),
	...settingsParameters('revert'),
];
