import { sleep } from 'n8n-workflow';
import type { Clock } from '../../snapshots/clock';

export const clock: Clock = {
	now: () => new Date(),
	sleep: async (milliseconds, signal) => await sleep(milliseconds, signal),
};
