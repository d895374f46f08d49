import type { Setting } from '../../../snapshots/settings';

/** What a guest may take to shut down after it was asked to, before the setting decides. */
export const SHUTDOWN_GRACE_SECONDS = 120;

const minutes = SHUTDOWN_GRACE_SECONDS / 60;

export const IF_STUBBORN = {
	name: 'ifStillRunning',
	title: 'If the Guest Does Not Shut Down',
	description: `VergeOS reverts a VM that is off only, so a running one is shut down by its power button first. What to do when it still runs after ${minutes} minutes.`,
	kind: 'choice',
	default: 'powerOff',
	choices: [
		{
			value: 'powerOff',
			title: 'Power Off',
			description: 'Cut it off, as by pulling the plug; its present state is given up anyway',
		},
		{ value: 'fail', title: 'Fail', description: 'Leave it running and do not revert' },
	],
} as const satisfies Setting;

export const KEEP_MACS = {
	name: 'keepMacAddresses',
	title: 'Keep MAC Addresses',
	description:
		'Whether the new VM gets the MAC addresses of the old one. Never run both in one network then.',
	kind: 'switch',
	default: false,
} as const satisfies Setting;
