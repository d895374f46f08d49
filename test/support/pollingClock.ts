import type { Clock } from '../../snapshots/clock';
import { manualClock } from './clock';

/** What a driver sleeps between two looks; whatever is longer is a limit. */
const LONGEST_PAUSE_MS = 5000;

/**
 * Virtual time for a driver that polls over a real socket: a pause passes at once, for all who share the
 * clock, while a limit waits until the pauses have used it up.
 */
export function pollingClock(start?: string): Clock {
	const clock = manualClock(start);
	return {
		now: () => clock.now(),
		sleep: async (milliseconds, signal) => {
			if (milliseconds > LONGEST_PAUSE_MS) return await clock.sleep(milliseconds, signal);
			signal.throwIfAborted();
			await clock.advance(milliseconds);
			signal.throwIfAborted();
		},
	};
}
