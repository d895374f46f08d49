import type { Connection, Patience } from '../connection';
import { SnapshotError } from '../errors';
import { periodKeyOf, profileKeyOf } from '../mark/mark';
import type { Snapshot, Target } from '../model';
import { planRetention, type Decision } from '../retention/plan';
import type { RetentionPolicy } from '../retention/policy';
import { withinTimeLimit } from '../waiting/timeLimit';
import { removeVerified } from './remove';
import type { Outcome } from './result';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';

export interface PruneOrder {
	readonly profile: string;
	/** Only snapshots of this period of the profile. Absent: all of the profile's. */
	readonly period?: string;
	readonly policy: RetentionPolicy;
	/** IANA zone that the policy's days, weeks and months are cut in. */
	readonly timeZone: string;
	/** Take foreign snapshots into the plan too. A person says so for this run. */
	readonly includeForeign: boolean;
	/** Tell what would be removed, and remove nothing. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface PruneOutcome extends Outcome {
	readonly action: 'deleted' | 'kept' | 'wouldDelete';
	readonly reasons: readonly string[];
	/** Why a removal that was due did not happen. */
	readonly failure?: SnapshotError;
}

/**
 * Applies the plan to one target: one outcome for each snapshot in it, newest first. Removals run one after
 * another, oldest first, as external chains need it. After a failure the rest of the target is left alone.
 */
export async function pruneSnapshots(
	on: Connection,
	target: Target,
	order: PruneOrder,
): Promise<readonly PruneOutcome[]> {
	assertSupported(on, target, 'delete');
	const { timeLimitSeconds } = order.patience;
	const doing = `listing the snapshots of ${target.name}`;
	const snapshots = await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) =>
		snapshotsOf(on, target, signal),
	);
	const scope = snapshots.filter(inScope(order));
	const { policy, timeZone } = order;
	const { decisions } = planRetention(scope, policy, { timeZone, now: on.clock.now() });
	if (!order.preview) return await apply(on, target, order, decisions);
	return decisions.map((decision) => outcomeOf(target, decision, 'wouldDelete'));
}

function inScope(order: PruneOrder): (snapshot: Snapshot) => boolean {
	const profileKey = profileKeyOf(order.profile);
	const periodKey = order.period === undefined ? undefined : periodKeyOf(order.period);
	return ({ mark }) => {
		if (mark === undefined) return order.includeForeign;
		return (
			mark.profileKey === profileKey && (periodKey === undefined || mark.periodKey === periodKey)
		);
	};
}

async function apply(
	on: Connection,
	target: Target,
	order: PruneOrder,
	decisions: ReadonlyArray<Decision<Snapshot>>,
): Promise<readonly PruneOutcome[]> {
	const outcomes: PruneOutcome[] = [];
	let failed: SnapshotError | undefined;
	for (const decision of [...decisions].reverse()) {
		if (decision.action === 'keep') {
			outcomes.unshift(outcomeOf(target, decision, 'kept'));
		} else if (failed !== undefined) {
			const reasons = ['removal was due, but was not tried after an older one failed'];
			outcomes.unshift({ ...outcomeOf(target, decision, 'kept'), reasons });
		} else {
			failed = await tryToRemove(on, target, decision.snapshot, order.patience);
			const done = failed === undefined ? 'deleted' : 'kept';
			outcomes.unshift({ ...outcomeOf(target, decision, done), failure: failed });
		}
	}
	return outcomes;
}

/** A failure is an outcome among the others, so that what was removed before it is never lost from sight. */
async function tryToRemove(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	patience: Patience,
): Promise<SnapshotError | undefined> {
	const { timeLimitSeconds } = patience;
	const doing = `deleting snapshot ${snapshot.name} of ${target.name}`;
	try {
		await withinTimeLimit(on, { target, timeLimitSeconds, doing }, (signal) =>
			removeVerified(on, target, snapshot, patience, signal),
		);
		return undefined;
	} catch (error) {
		if (error instanceof SnapshotError) return error;
		throw error;
	}
}

function outcomeOf(
	target: Target,
	{ snapshot, action, reasons }: Decision<Snapshot>,
	done: PruneOutcome['action'],
): PruneOutcome {
	return { action: action === 'keep' ? 'kept' : done, target, snapshot, reasons, warnings: [] };
}
