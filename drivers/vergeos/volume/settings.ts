import type { Setting } from '../../../snapshots/settings';

export const RESTORE_WHAT = {
	name: 'restoreWhat',
	title: 'Restore',
	description: 'What goes back to the state of the snapshot',
	kind: 'choice',
	default: 'data',
	choices: [
		{ value: 'data', title: 'Data Only', description: 'The files; the volume keeps its settings' },
		{
			value: 'all',
			title: 'Data and Settings',
			description: 'The files and the settings of the volume',
		},
	],
} as const satisfies Setting;
