import { z } from 'zod';
import type { SnapshotState, SystemSnapshot } from '../../../snapshots/model';
import { expiry, instant, snapshotName } from '../schema';

export const volumeSnapshotRow = z.object({
	name: snapshotName,
	description: z
		.string()
		.nullish()
		.transform((text) => text ?? ''),
	created_at: instant.nullish(),
	expires_at: expiry,
});
export type VolumeSnapshotRow = z.output<typeof volumeSnapshotRow>;

const TAKEN = /^Taken at (\S+)$/m;

/**
 * What is written into the description where the server itself does not tell when a snapshot of a volume was
 * taken: LXD 5.0 answers `created_at` with the zero time, seen on 5.0.2.
 */
export const takenAt = (at: Date): string => `Taken at ${at.toISOString()}`;

export const tellsWhenTaken = ({ created_at: at }: VolumeSnapshotRow): boolean =>
	at !== null && at !== undefined && at.getTime() > 0;

/**
 * One whose time nobody tells counts as in use, so that no retention takes it for the oldest.
 */
export function toVolumeSnapshot(
	row: VolumeSnapshotRow,
	revertOnlyWhenNewest: string | undefined,
	state: SnapshotState = 'ready',
): SystemSnapshot {
	const { name, expires_at: expiresAt } = row;
	const createdAt = createdAtOf(row);
	return {
		id: name,
		name,
		description: row.description.replace(TAKEN, '').trimEnd(),
		createdAt: createdAt ?? new Date(0),
		current: false,
		consistency: 'crash',
		state,
		...(createdAt === undefined ? { inUse: UNKNOWN_AGE } : {}),
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(revertOnlyWhenNewest === undefined ? {} : { revertOnlyWhenNewest }),
	};
}

const UNKNOWN_AGE = 'this version of the server does not tell when it was taken';

export function createdAtOf(row: VolumeSnapshotRow): Date | undefined {
	if (tellsWhenTaken(row)) return row.created_at ?? undefined;
	const at = new Date(TAKEN.exec(row.description)?.[1] ?? '');
	return Number.isNaN(at.getTime()) ? undefined : at;
}
