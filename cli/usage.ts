import { SnapshotError } from '../snapshots/errors';

/** The person asked for something that can’t be meant. Nothing was sent to any system. */
export const badUsage = (message: string, advice: string, cause?: unknown): SnapshotError =>
	new SnapshotError('INVALID_INPUT', message, { system: 'vm-snapshots', advice, cause });
