import { SnapshotError } from '../errors';
import type { TargetRef } from '../model';
import type { Connection } from '../connection';
import { durationInWords } from './durationInWords';

export interface Limited {
	/** Absent: the work is not about one target. */
	readonly target?: TargetRef;
	readonly timeLimitSeconds: number;
	/** What goes on, to end a sentence: `taking snapshot nightly of web-01`. */
	readonly doing: string;
}

/**
 * Runs work under the person's cancel and a time limit. It ends at once in both cases, whether or not the
 * driver lets go, and the error says what the system may still be doing.
 */
export async function withinTimeLimit<T>(
	on: Connection,
	limited: Limited,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const ending = new AbortController();
	const cancel = (): void => ending.abort(cancelled(on, limited));
	if (on.signal.aborted) throw cancelled(on, limited);
	on.signal.addEventListener('abort', cancel, { once: true });
	const done = new AbortController();
	const outOfTime = on.clock.sleep(limited.timeLimitSeconds * 1000, done.signal).then(
		() => ending.abort(timedOut(on, limited)),
		() => undefined, // the work was done first
	);
	try {
		return await Promise.race([work(ending.signal), rejection(ending.signal)]);
	} finally {
		on.signal.removeEventListener('abort', cancel);
		done.abort();
		await outOfTime;
	}
}

function rejection(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
}

function cancelled(on: Connection, { target, doing }: Limited): SnapshotError {
	return new SnapshotError('CANCELLED', `Cancelled while ${doing}`, {
		system: on.driver.system,
		target,
		advice: `The system may still be ${doing}. Look there before you run again.`,
	});
}

function timedOut(on: Connection, { target, doing, timeLimitSeconds }: Limited): SnapshotError {
	const limit = durationInWords(timeLimitSeconds);
	return new SnapshotError('TIMEOUT', `Gave up after ${limit} while ${doing}`, {
		system: on.driver.system,
		target,
		advice: `The system may still be ${doing}. Look there, or raise Time Limit in the options.`,
	});
}
