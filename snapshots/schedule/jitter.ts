import { createHash } from 'node:crypto';

const MINUTE_MS = 60_000;

/**
 * A workflow's own share of the jitter, in whole minutes from 0 up to the limit. The same seed gets the same
 * share in every process and after every restart, so that nothing runs twice or is left out.
 */
export function stableDelayMs(seed: string, limitMinutes: number): number {
	const share = createHash('sha256').update(seed).digest().readUInt32BE(0);
	return (share % (limitMinutes + 1)) * MINUTE_MS;
}
