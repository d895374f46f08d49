import type { Clock } from '../snapshots/clock';

/**
 * Gives work a signal of its own that aborts after the limit: for what must be tidied up after the caller's
 * signal has aborted, but must not hang either.
 */
export async function bounded<T>(
	clock: Clock,
	limitMs: number,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const limit = new AbortController();
	const done = new AbortController();
	clock.sleep(limitMs, done.signal).then(
		() => limit.abort(new Error(`It took longer than ${limitMs / 1000} s`)),
		() => undefined, // the work was done first
	);
	try {
		return await work(limit.signal);
	} finally {
		done.abort();
	}
}
