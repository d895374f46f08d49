import { ZodError } from 'zod';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { SystemId, TargetRef } from '../../snapshots/model';
import { SessionLost, VprotectFailure, VprotectMisunderstanding } from './failure';

export const VPROTECT: SystemId = 'vprotect';

/** What was being done to what when something failed, for the message. */
export interface Undertaking {
	/** In the infinitive, for example `take a snapshot of web-01`. */
	readonly doing: string;
	readonly target?: TargetRef;
}

interface Rule {
	/** Any status where missing. */
	readonly statuses?: readonly number[];
	/** Any text where missing. */
	readonly text?: RegExp;
	readonly code: ErrorCode;
	/** Replaces `Could not <doing>: <what vProtect said>`. */
	readonly message?: (failure: VprotectFailure, undertaking: Undertaking) => string;
	readonly advice?: string;
}

/**
 * The first that fits counts. Which status says what is not documented but for 401, so words come before
 * figures.
 */
const RULES: readonly Rule[] = [
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
export function translateFailure(error: unknown, undertaking: Undertaking): SnapshotError {
	const { doing, target } = undertaking;
	const details = { system: VPROTECT, target, cause: error };
	if (error instanceof SnapshotError) return error.target === undefined ? named(error) : error;
	if (error instanceof VprotectFailure) return fromVprotect(error);
	if (error instanceof SessionLost) {
		const message = `Could not ${doing}: the session at ${error.address} ended while it was asked`;
		return new SnapshotError('UNREACHABLE', message, details);
	}
	if (error instanceof VprotectMisunderstanding || error instanceof ZodError) {
		const what = error instanceof ZodError ? flawOf(error) : error.message;
		const message = `Could not ${doing}: vProtect’s answer was not understood (${what})`;
		return new SnapshotError('INVALID_RESPONSE', message, details);
	}
	const said = error instanceof Error ? error.message : String(error);
	return new SnapshotError('TASK_FAILED', `Could not ${doing}: ${said}`, details);

	function named({ code, message, advice, option }: SnapshotError): SnapshotError {
		const whole = `Could not ${doing}: ${message}`;
		return new SnapshotError(code, whole, { ...details, advice, option });
	}

	function fromVprotect(failure: VprotectFailure): SnapshotError {
		const rule = RULES.find(
			({ statuses, text }) =>
				(statuses?.includes(failure.status) ?? true) && (text?.test(failure.said) ?? true),
		);
		return new SnapshotError(
			rule?.code ?? 'TASK_FAILED',
			rule?.message?.(failure, undertaking) ?? `Could not ${doing}: ${failure.message}`,
			{ ...details, advice: rule?.advice },
		);
	}
}

/** Turns every failure into one of ours. An abort keeps its own reason. */
export async function attempt<T>(
	undertaking: Undertaking,
	signal: AbortSignal,
	work: () => Promise<T>,
): Promise<T> {
	signal.throwIfAborted();
	try {
		return await work();
	} catch (error) {
		signal.throwIfAborted();
		throw translateFailure(error, undertaking);
	}
}

/** Where in the answer, and what is wrong; never the value, which may be anything. */
function flawOf({ issues: [issue] }: ZodError): string {
	return issue === undefined ? 'a value is malformed' : `${issue.path.join('.')}: ${issue.message}`;
}
