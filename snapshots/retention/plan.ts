import { z } from 'zod';
import type { SnapshotState } from '../model';
import { newestFirst } from '../order';

/** What the engine has to know of a snapshot. */
export interface Retainable {
	readonly id: string;
	readonly createdAt: Date;
	readonly expiresAt?: Date;
	/** Absent: ready. */
	readonly state?: SnapshotState;
	readonly held?: boolean;
	readonly inUse?: string;
}

export const retentionPolicySchema = z
	.object({
		last: z
			.union([
				z.literal('all'),
				z.number().int('must be a whole number').min(0, 'must be 0 or more'),
			])
			.optional(),
		minimum: z.number().int('must be a whole number').min(1, 'must be 1 or more').optional(),
	})
	.strict();

/** `last` keeps that many of the newest; `minimum` (default 1) is the floor that nothing goes below. */
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

export interface Decision<S extends Retainable> {
	readonly snapshot: S;
	readonly action: 'keep' | 'remove';
	/** Every reason, in words that a person understands. */
	readonly reasons: readonly string[];
}

export interface RetentionPlan<S extends Retainable> {
	/** Newest first, one for each snapshot. */
	readonly decisions: ReadonlyArray<Decision<S>>;
}

/**
 * Decides which snapshots stay. Pure: preview and prune both act on this very plan. What is unfinished,
 * held, in use or dated in the future stays and counts for nothing; failed ones go once a good newer one
 * exists; the newest `minimum` good ones always stay.
 */
export function planRetention<S extends Retainable>(
	snapshots: readonly S[],
	policy: RetentionPolicy,
	{ now }: { readonly now: Date },
): RetentionPlan<S> {
	const { last, minimum = 1 } = retentionPolicySchema.parse(policy);
	const ordered = [...snapshots].sort(newestFirst);
	const candidates = ordered.filter(
		(one) => untouchable(one, now).length === 0 && one.state !== 'failed',
	);
	const floor = new Set(candidates.slice(0, minimum));
	const unexpired = candidates.filter((one) => !isExpired(one, now));
	const kept = new Set(last === 'all' ? unexpired : unexpired.slice(0, last ?? unexpired.length));
	const newest = candidates[0];

	const decide = (snapshot: S): Decision<S> => {
		const keep = (...reasons: string[]) => ({ snapshot, action: 'keep', reasons }) as const;
		const remove = (...reasons: string[]) => ({ snapshot, action: 'remove', reasons }) as const;
		const reasons = untouchable(snapshot, now);
		if (reasons.length > 0) return keep(...reasons);
		if (snapshot.state === 'failed') {
			const isReplaced = newest !== undefined && newest.createdAt > snapshot.createdAt;
			return isReplaced
				? remove('failed, and a newer good one exists')
				: keep('failed, but no newer good one exists yet');
		}
		if (floor.has(snapshot)) return keep(`one of the newest ${minimum} that always stay`);
		if (snapshot.expiresAt !== undefined) {
			const at = snapshot.expiresAt.toISOString();
			return isExpired(snapshot, now)
				? remove(`expired at ${at}`)
				: keep(`not expired until ${at}`);
		}
		if (last === undefined) return keep('no rule asks for its removal');
		return kept.has(snapshot)
			? keep(last === 'all' ? 'all are kept' : `one of the last ${last}`)
			: remove(`not one of the last ${last}`);
	};
	return { decisions: ordered.map(decide) };
}

function untouchable(snapshot: Retainable, now: Date): string[] {
	return [
		snapshot.state === 'creating' || snapshot.state === 'deleting'
			? `still ${snapshot.state}`
			: undefined,
		snapshot.held === true ? 'held' : undefined,
		snapshot.inUse === undefined ? undefined : `in use: ${snapshot.inUse}`,
		snapshot.createdAt > now ? 'dated in the future' : undefined,
	].filter((reason) => reason !== undefined);
}

const isExpired = ({ expiresAt }: Retainable, now: Date): boolean =>
	expiresAt !== undefined && expiresAt < now;
