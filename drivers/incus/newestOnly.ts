import type { SnapshotError } from '../../snapshots/errors';
import type { SystemSnapshot, TargetRef } from '../../snapshots/model';
import { refusal } from './refusals';

/** Looked at before anything is stopped: older servers stop an instance first, and refuse then. */
export function assertNewest(
	target: TargetRef,
	snapshot: SystemSnapshot,
	all: readonly SystemSnapshot[],
): void {
	const newer = all.filter(
		({ createdAt, name }) => createdAt > snapshot.createdAt && name !== snapshot.name,
	);
	if (newer.length > 0) throw notNewest(target, snapshot, newer);
}

const notNewest = (
	target: TargetRef,
	{ name, revertOnlyWhenNewest = '' }: SystemSnapshot,
	newer: readonly SystemSnapshot[],
): SnapshotError =>
	refusal(
		'CONFLICT',
		target,
		`${target.name} can’t be reverted to ${name} while newer snapshots exist: ${revertOnlyWhenNewest}`,
		{
			advice: `In the way: ${newer.map((one) => one.name).join(', ')}. Delete them first, newest first, or use Restore as New VM. Nothing was changed.`,
		},
	);
