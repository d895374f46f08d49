import { ZodError } from 'zod';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../snapshots/errors';
import type { SystemId, TargetRef } from '../snapshots/model';

/** What a system answered instead of doing it: the status of its answer, and what it said. */
export class RefusedAnswer extends Error {
	override readonly name = 'RefusedAnswer';

	constructor(
		readonly status: number,
		/** Empty when the body said nothing that can be shown. */
		readonly said: string,
		readonly address: string,
		/** The system's own name for this kind of refusal, where it has names. */
		readonly type?: string,
	) {
		super(said === '' ? `HTTP status ${status}` : said);
	}
}

/** An answer that came whole but can't be what was asked for. */
export class Misunderstanding extends Error {
	override readonly name = 'Misunderstanding';
}

export const isMissing = (error: unknown): boolean =>
	error instanceof RefusedAnswer && error.status === 404;

/** What was being done to what when something failed, for the message. */
export interface Undertaking {
	/** In the infinitive, for example `create snapshot before-upgrade of web-01`. */
	readonly doing: string;
	readonly target?: TargetRef;
}

/** What a refused answer means. */
export interface RefusalRule {
	/** Any status where missing. */
	readonly statuses?: readonly number[];
	/** Any text where missing: systems say several things with one status. */
	readonly text?: RegExp;
	/** Any kind where missing. */
	readonly types?: readonly string[];
	readonly code: ErrorCode;
	/** Replaces `Could not <doing>: <what the system said>`. */
	readonly message?: (answer: RefusedAnswer, undertaking: Undertaking) => string;
	readonly advice?: string;
	readonly option?: SnapshotErrorDetails['option'];
}

export interface TranslatorOptions {
	readonly system: SystemId;
	/** As people know it, for the message. */
	readonly product: string;
	/** The first that fits counts. */
	readonly rules: readonly RefusalRule[];
	/** Failures that only this system has. */
	readonly own?: (error: unknown, undertaking: Undertaking) => SnapshotError | undefined;
}

export type Translate = (error: unknown, undertaking: Undertaking) => SnapshotError;

/** Makes what turns every failure below a driver into one of ours, naming the target. */
export function translatorOf({ system, product, rules, own }: TranslatorOptions): Translate {
	return (error, undertaking) => {
		const { doing, target } = undertaking;
		const details = { system, target, cause: error };
		const could = (code: ErrorCode, why: string, more: Partial<SnapshotErrorDetails> = {}) =>
			new SnapshotError(code, `Could not ${doing}: ${why}`, { ...details, ...more });

		if (error instanceof SnapshotError) {
			const { code, message, advice, option } = error;
			return error.target === undefined ? could(code, message, { advice, option }) : error;
		}
		if (error instanceof RefusedAnswer) {
			const rule = rules.find((one) => fits(one, error));
			const { code = 'TASK_FAILED', advice, option } = rule ?? {};
			const message = rule?.message?.(error, undertaking);
			return message === undefined
				? could(code, error.message, { advice, option })
				: new SnapshotError(code, message, { ...details, advice, option });
		}
		if (error instanceof Misunderstanding || error instanceof ZodError) {
			const what = error instanceof ZodError ? flawOf(error) : error.message;
			return could('INVALID_RESPONSE', `${product}’s answer was not understood (${what})`);
		}
		const said = error instanceof Error ? error.message : String(error);
		return own?.(error, undertaking) ?? could('TASK_FAILED', said);
	};
}

const fits = (
	{ statuses, text, types }: RefusalRule,
	{ status, said, type = '' }: RefusedAnswer,
): boolean =>
	(statuses?.includes(status) ?? true) &&
	(text?.test(said) ?? true) &&
	(types?.includes(type) ?? true);

/** Where in the answer, and what is wrong; never the value, which may be anything. */
function flawOf({ issues: [issue] }: ZodError): string {
	return issue === undefined ? 'a value is malformed' : `${issue.path.join('.')}: ${issue.message}`;
}

/** Makes what does one call of the contract, its failures translated. An abort keeps its own reason. */
export const attempting =
	(translate: Translate) =>
	async <T>(undertaking: Undertaking, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
		signal.throwIfAborted();
		try {
			return await work();
		} catch (error) {
			signal.throwIfAborted();
			throw translate(error, undertaking);
		}
	};
