import { isTrue } from './config';
import type { Config, Pool, PoolDriver } from './entities';
import { OperationFailure } from './failure';

/** Their storage can only be rolled back to its newest snapshot. */
const NEWEST_ONLY: readonly PoolDriver[] = ['zfs', 'truenas', 'linstor', 'lvmcluster'];

interface Snapshotted<Snapshot> {
	/** Oldest first. */
	readonly snapshots: readonly Snapshot[];
	readonly copiedAfter: readonly ReadonlySet<object>[];
}

export const rollsBackOnly = ({ driver }: Pool): boolean => NEWEST_ONLY.includes(driver);

/**
 * What a restore costs: the later snapshots, which the pool or the disk may allow to be deleted. Throws
 * `OperationFailure` where the storage refuses.
 */
export function lostByRestore<Snapshot extends { readonly name: string }>(
	pool: Pool,
	options: Config,
	{ snapshots, copiedAfter }: Snapshotted<Snapshot>,
	snapshot: Snapshot,
): Snapshot[] {
	if (!rollsBackOnly(pool)) return [];
	const refused = `Snapshot "${snapshot.name}" cannot be restored due to subsequent`;
	if (copiedAfter.some((there) => there.has(snapshot))) {
		throw new OperationFailure(`${refused} internal snapshot(s) (from a copy)`);
	}
	const later = snapshots.slice(snapshots.indexOf(snapshot) + 1);
	const key = `${pool.driver}.remove_snapshots`;
	const allowed =
		options[key] ?? options[`initial.${key}`] ?? pool.config[`volume.${key}`] ?? 'false';
	if (later.length > 0 && !isTrue(allowed)) {
		throw new OperationFailure(`${refused} snapshot(s). Set ${key} to override`);
	}
	return later;
}

/** A copy of the live state needs a snapshot of the storage's own, which stays as long as the copy. */
export function noteCopy({
	snapshots,
	copiedAfter,
}: {
	readonly snapshots: readonly object[];
	readonly copiedAfter: ReadonlySet<object>[];
}): void {
	copiedAfter.push(new Set(snapshots));
}

/** In place, so that whoever holds the list sees it. */
export function dropFrom<T>(list: T[], gone: readonly T[]): void {
	const left = list.filter((one) => !gone.includes(one));
	list.splice(0, list.length, ...left);
}
