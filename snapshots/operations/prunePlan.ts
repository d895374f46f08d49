import { createHash } from 'node:crypto';
import type { Connection, Patience } from '../connection';
import { SnapshotError } from '../errors';
import { periodKeyOf, profileKeyOf } from '../mark/mark';
import type { Snapshot, Target } from '../model';
import { planMarkdown } from '../retention/explain';
import { planRetention, removesNothing, type Decision } from '../retention/plan';
import type { RetentionPolicy } from '../retention/policy';
import { warning, type Warning } from './warnings';

/** What is to be pruned, by which policy: all that a plan depends on besides the snapshots and the time. */
export interface PruneScope {
	readonly profile: string;
	/** Only snapshots of this period of the profile. Absent: all of the profile's. */
	readonly period?: string;
	readonly policy: RetentionPolicy;
	/** IANA zone that the policy's days, weeks and months are cut in. */
	readonly timeZone: string;
	/** Take foreign snapshots into the plan too. A person says so for this run. */
	readonly includeForeign: boolean;
}

export interface PruneOrder extends PruneScope {
	/** Tell what would be removed, and remove nothing. */
	readonly preview: boolean;
	/** Only carry out the plan that somebody has seen, and of it only these removals. */
	readonly approved?: ApprovedPlan;
	readonly patience: Patience;
}

export interface ApprovedPlan {
	readonly planId: string;
	readonly snapshotIds: ReadonlySet<string>;
}

export interface PrunePlan {
	/** The same exactly while it is the same decisions on the same snapshots of the same target. */
	readonly id: string;
	readonly decisions: ReadonlyArray<Decision<Snapshot>>;
	/** For a person who is to approve it. */
	readonly markdown: string;
	readonly warnings: readonly Warning[];
}

/** Plans one target. Preview and prune both act on what this returns. */
export function planPrune(
	on: Connection,
	target: Target,
	snapshots: readonly Snapshot[],
	order: PruneScope,
): PrunePlan {
	const { policy, timeZone } = order;
	const scope = snapshots.filter(inScope(order));
	const plan = planRetention(scope, policy, { timeZone, now: on.clock.now() });
	const neverExpires = scope.every(({ expiresAt }) => expiresAt === undefined);
	return {
		id: planIdOf(on.driver.system, target, plan.decisions),
		decisions: plan.decisions,
		markdown: planMarkdown(plan, timeZone),
		warnings: removesNothing(policy) && neverExpires ? [noRule(target)] : [],
	};
}

const noRule = ({ name }: Target): Warning =>
	warning(
		'NO_RETENTION_RULE',
		`No retention rule is set, and no snapshot of ${name} has an expiry: none is removed for its age or number.`,
	);

function inScope(order: PruneScope): (snapshot: Snapshot) => boolean {
	const profileKey = profileKeyOf(order.profile);
	const periodKey = order.period === undefined ? undefined : periodKeyOf(order.period);
	return ({ mark }) => {
		if (mark === undefined) return order.includeForeign;
		return (
			mark.profileKey === profileKey && (periodKey === undefined || mark.periodKey === periodKey)
		);
	};
}

function planIdOf(
	system: string,
	{ level, id }: Target,
	decisions: ReadonlyArray<Decision<Snapshot>>,
): string {
	const decided = decisions.map(({ snapshot, action }) => [
		snapshot.id,
		snapshot.createdAt.getTime(),
		action,
	]);
	const text = JSON.stringify([system, level, id, decided]);
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Somebody agreed to one plan: anything else that the world may ask for by now is not agreed to. */
export function assertApproved(
	on: Connection,
	target: Target,
	{ id }: PrunePlan,
	approved: ApprovedPlan | undefined,
): void {
	if (approved === undefined || approved.planId === id) return;
	throw new SnapshotError(
		'CONFLICT',
		`The plan for ${target.name} is no longer what it was when it was made; nothing was removed`,
		{
			system: on.driver.system,
			target,
			advice: 'Snapshots came, went or expired since. Preview again, and have that plan approved.',
		},
	);
}
