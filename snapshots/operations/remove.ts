import type { Connection, Patience } from '../connection';
import { SnapshotError, hasCode } from '../errors';
import type { Snapshot, Target } from '../model';
import { pollUntil } from '../waiting/pollUntil';
import { withinTimeLimit } from '../waiting/timeLimit';
import { whenUnlocked } from '../waiting/whenUnlocked';
import { findSnapshot, type SnapshotChoice } from './findSnapshot';
import type { Outcome } from './result';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';
import { warning } from './warnings';

export interface RemoveOrder {
	readonly snapshot: SnapshotChoice;
	/** Foreign snapshots are never removed unless a person says so for this run. */
	readonly includeForeign: boolean;
	/** Tell what would be removed, and remove nothing. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface RemoveOutcome extends Outcome {
	readonly action: 'deleted' | 'wouldDelete';
}

/** Removes one exact snapshot, and resolves when the system's own list no longer holds it. */
export async function removeSnapshot(
	on: Connection,
	target: Target,
	order: RemoveOrder,
): Promise<RemoveOutcome> {
	assertSupported(on, target, 'delete');
	const { timeLimitSeconds } = order.patience;
	const doing = `deleting a snapshot of ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const snapshots = await snapshotsOf(on, target, signal);
		const snapshot = findSnapshot(on, target, snapshots, order.snapshot);
		assertRemovable(on, target, snapshot, order);
		if (order.preview) return { action: 'wouldDelete', target, snapshot, warnings: [] };
		await removeVerified(on, target, snapshot, order.patience, signal);
		return { action: 'deleted', target, snapshot, warnings: childWarnings(snapshot, snapshots) };
	});
}

/** One removal: locks waited out, then looked at again until it is really gone. */
export async function removeVerified(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	patience: Patience,
	signal: AbortSignal,
): Promise<void> {
	await whenUnlocked(on, patience.waitWhileLockedSeconds, signal, (inner) =>
		on.driver.deleteSnapshot(target, snapshot, inner),
	).catch((error: unknown) => {
		// The answer was lost; the list below tells whether the work was.
		if (!hasCode(error, 'UNREACHABLE', 'INVALID_RESPONSE')) throw error;
		return assertGone(on, target, snapshot, error, signal);
	});
	const left = await pollUntil(on, signal, async (inner) => {
		const one = (await snapshotsOf(on, target, inner)).find(({ id }) => id === snapshot.id);
		return one?.state === 'deleting' ? undefined : { snapshot: one };
	});
	if (left.snapshot === undefined) return;
	throw new SnapshotError(
		'TASK_FAILED',
		`${on.driver.system} reported snapshot ${snapshot.name} of ${target.name} as deleted, but it is still there`,
		{ system: on.driver.system, target },
	);
}

async function assertGone(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	cause: unknown,
	signal: AbortSignal,
): Promise<void> {
	const left = await snapshotsOf(on, target, signal).catch(() => {
		throw cause; // a second failure only says again that the system can't be asked
	});
	if (left.some(({ id, state }) => id === snapshot.id && state !== 'deleting')) throw cause;
}

function assertRemovable(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	order: RemoveOrder,
): void {
	const refuse = (why: string, advice: string): never => {
		throw new SnapshotError('CONFLICT', `Snapshot ${snapshot.name} of ${target.name} ${why}`, {
			system: on.driver.system,
			target,
			advice,
		});
	};
	if (snapshot.mark === undefined && !order.includeForeign) {
		refuse(
			'was not made by this package',
			'Turn on Include Foreign Snapshots for this run if it may go. Nothing was changed.',
		);
	}
	if (snapshot.held) {
		const { hold } = snapshot.mark ?? {};
		const by = hold === undefined ? '' : ` by ${hold.by}: ${hold.reason}`;
		refuse(`is held${by}`, 'Release the hold first. Nothing was changed.');
	}
	if (snapshot.inUse !== undefined) {
		refuse(
			`is in use: ${snapshot.inUse}`,
			'Remove what depends on it first, or wait until it is free. Nothing was changed.',
		);
	}
}

function childWarnings(snapshot: Snapshot, all: readonly Snapshot[]) {
	const children = all.filter(({ parentId }) => parentId === snapshot.id).length;
	if (children === 0) return [];
	return [
		warning(
			'CHILDREN_KEPT',
			`${children} newer ${children === 1 ? 'snapshot' : 'snapshots'} built on it and stay.`,
		),
	];
}
