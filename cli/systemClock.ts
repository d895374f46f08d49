import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../snapshots/clock';

/** The real clock, for everything outside n8n. */
export const systemClock: Clock = {
	now: () => new Date(),
	async sleep(milliseconds, signal) {
		try {
			await sleep(milliseconds, undefined, { signal });
		} catch (error) {
			signal.throwIfAborted();
			throw error;
		}
	},
};
