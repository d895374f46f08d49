import type { Connection, Patience } from '../connection';
import { SnapshotError } from '../errors';
import type { Snapshot, Target } from '../model';
import type { Decision } from '../retention/plan';
import { withinTimeLimit } from '../waiting/timeLimit';
import { assertApproved, planPrune, type PruneOrder, type PrunePlan } from './prunePlan';
import { removeVerified } from './remove';
import type { Outcome } from './result';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';

export type { ApprovedPlan, PruneOrder, PrunePlan, PruneScope } from './prunePlan';

export interface PruneOutcome extends Outcome {
	readonly action: 'deleted' | 'kept' | 'wouldDelete';
	readonly reasons: readonly string[];
	/** The plan for the whole target that this was part of. */
	readonly plan: PrunePlan;
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
	const plan = planPrune(on, target, snapshots, order);
	assertApproved(on, target, plan, order.approved);
	const outcomes = order.preview
		? plan.decisions.map((decision) => outcomeOf(target, plan, decision, 'wouldDelete'))
		: await apply(on, target, order, plan);
	return outcomes.map((one, at) => (at === 0 ? { ...one, warnings: plan.warnings } : one));
}

async function apply(
	on: Connection,
	target: Target,
	{ approved, patience }: PruneOrder,
	plan: PrunePlan,
): Promise<readonly PruneOutcome[]> {
	const outcomes: PruneOutcome[] = [];
	let failed: SnapshotError | undefined;
	for (const decision of [...plan.decisions].reverse()) {
		const kept = outcomeOf(target, plan, decision, 'kept');
		if (decision.action === 'keep') {
			outcomes.unshift(kept);
		} else if (approved?.snapshotIds.has(decision.snapshot.id) === false) {
			outcomes.unshift({ ...kept, reasons: ['removal was due, but was not among those approved'] });
		} else if (failed !== undefined) {
			const reasons = ['removal was due, but was not tried after an older one failed'];
			outcomes.unshift({ ...kept, reasons });
		} else {
			failed = await tryToRemove(on, target, decision.snapshot, patience);
			const done = failed === undefined ? 'deleted' : 'kept';
			outcomes.unshift({ ...outcomeOf(target, plan, decision, done), failure: failed });
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
	plan: PrunePlan,
	{ snapshot, action, reasons }: Decision<Snapshot>,
	done: PruneOutcome['action'],
): PruneOutcome {
	return {
		action: action === 'keep' ? 'kept' : done,
		target,
		snapshot,
		reasons,
		plan,
		warnings: [],
	};
}
