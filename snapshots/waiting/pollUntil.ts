import type { Connection } from '../connection';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Looks, and looks again with growing pauses, until there is an answer. The signal sets the end. */
export async function pollUntil<T>(
	on: Connection,
	signal: AbortSignal,
	look: (signal: AbortSignal) => Promise<T | undefined>,
): Promise<T> {
	for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
		const answer = await look(signal);
		if (answer !== undefined) return answer;
		await on.clock.sleep(pauseMs, signal);
	}
}
