import type { Clock } from '../snapshots/clock';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Looks, and looks again with growing pauses, until there is an answer. The signal sets the end. */
export async function pollUntil<T>(
	clock: Clock,
	signal: AbortSignal,
	look: () => Promise<T | undefined>,
): Promise<T> {
	for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
		const answer = await look();
		if (answer !== undefined) return answer;
		await clock.sleep(pauseMs, signal);
	}
}

/** The same for what must come within a time of its own; undefined when it did not. */
export async function pollWithin<T>(
	clock: Clock,
	limitMs: number,
	signal: AbortSignal,
	look: () => Promise<T | undefined>,
): Promise<T | undefined> {
	const start = clock.now().getTime();
	for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
		const answer = await look();
		const leftMs = limitMs - (clock.now().getTime() - start);
		if (answer !== undefined || leftMs <= 0) return answer;
		await clock.sleep(Math.min(pauseMs, leftMs), signal);
	}
}
