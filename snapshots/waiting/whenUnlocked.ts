import { SnapshotError, hasCode } from '../errors';
import type { Connection } from '../connection';
import { durationInWords } from './durationInWords';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Repeats an attempt while the target is locked by somebody else, with growing, jittered pauses. When the
 * limit is over the driver's own `BUSY` goes on, which names the holder where it is known.
 */
export async function whenUnlocked<T>(
	on: Connection,
	waitWhileLockedSeconds: number,
	signal: AbortSignal,
	attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const startedAt = on.clock.now().getTime();
	for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
		try {
			return await attempt(signal);
		} catch (error) {
			if (!hasCode(error, 'BUSY')) throw error;
			const waitedMs = on.clock.now().getTime() - startedAt;
			const leftMs = waitWhileLockedSeconds * 1000 - waitedMs;
			if (leftMs <= 0) throw stillLocked(error, waitedMs / 1000);
			await on.clock.sleep(Math.min(jittered(pauseMs, on.random()), leftMs), signal);
		}
	}
}

/** Between half and one and a half of the pause, so that parallel workers don't meet again. */
const jittered = (pauseMs: number, random: number): number => Math.round(pauseMs * (0.5 + random));

function stillLocked(error: SnapshotError, waitedSeconds: number): SnapshotError {
	const waited = waitedSeconds > 0 ? `Waited ${durationInWords(waitedSeconds)}. ` : '';
	return new SnapshotError('BUSY', error.message, {
		system: error.system,
		target: error.target,
		advice: `${waited}Run again when the other task is done, or raise Wait While Locked in the options. Nothing was changed.`,
		cause: error,
	});
}
