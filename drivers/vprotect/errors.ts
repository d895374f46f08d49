import { SnapshotError } from '../../snapshots/errors';
import type { SystemId } from '../../snapshots/model';
import { attempting, translatorOf, type RefusalRule } from '../failures';
import { SessionLost } from './sessionLost';

export const VPROTECT: SystemId = 'vprotect';

/**
 * The first that fits counts. Which status says what is not documented but for 401, so words come before
 * figures.
 */
const RULES: readonly RefusalRule[] = [
	{
		statuses: [401],
		code: 'AUTH',
		message: ({ address }) => `vProtect at ${address} refused the login`,
		advice: 'Check the user name and the password in the credential: a local account of vProtect.',
	},
	{
		statuses: [403],
		code: 'FORBIDDEN',
		advice: 'Give the account of the credential a role in vProtect that may do it.',
	},
	{
		text: /already (exists|in use|taken)|must be unique|not unique/i,
		code: 'CONFLICT',
		advice: 'That name is taken. Choose another one, or remove what has it. Nothing was changed.',
	},
	{
		text: /schedule\b.*\b(already|only one|another) |already\b.*\bschedule/i,
		code: 'CONFLICT',
		advice:
			'A schedule can be attached to one rule of a policy only. Take it off the other rule first. Nothing was changed.',
	},
	{
		text: /no space|free space|storage (is )?full|quota/i,
		code: 'QUOTA',
	},
	{
		text: /no (snapshot )?(policy|sla)|policy (is )?not assigned|without (a )?(snapshot )?policy/i,
		code: 'NO_POLICY',
	},
	{ text: /not supported|unsupported/i, code: 'UNSUPPORTED' },
	{ text: /\bbusy\b|is locked|in progress|already running/i, code: 'BUSY' },
	{ statuses: [423, 429], code: 'BUSY' },
	{ statuses: [408, 504], code: 'TIMEOUT' },
	{
		statuses: [404],
		code: 'NOT_FOUND',
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{ statuses: [409], code: 'CONFLICT' },
	{
		statuses: [400, 422],
		code: 'INVALID_INPUT',
		advice: 'vProtect refused a value. Nothing was changed.',
	},
	{
		statuses: [405, 501],
		code: 'UNSUPPORTED',
		advice: 'This version of vProtect does not know that call.',
	},
	{
		statuses: [500, 502, 503],
		code: 'UNREACHABLE',
		message: ({ status, said, address }, { doing }) =>
			`vProtect at ${address} answered with status ${status}${said === '' ? '' : ` (${said})`} when asked to ${doing}; it may have done it all the same`,
		advice: 'Look at the task list in vProtect before you run again.',
	},
];

/** Every failure below the driver as one of ours, naming the target. */
export const translateFailure = translatorOf({
	system: VPROTECT,
	product: 'vProtect',
	rules: RULES,
	own(error, { doing, target }) {
		if (!(error instanceof SessionLost)) return undefined;
		const message = `Could not ${doing}: the session at ${error.address} ended while it was asked`;
		return new SnapshotError('UNREACHABLE', message, { system: VPROTECT, target, cause: error });
	},
});

/** One call of the contract, its failures translated. */
export const attempt = attempting(translateFailure);
