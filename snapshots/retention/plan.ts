import { Duration } from 'luxon';
import { keptByRules } from './keptByRules';
import { readPolicy, type RetentionPolicy } from './policy';
import { before, isoInWords, rulesOf } from './rules';
import { assertDates, isCandidate, standingOf, whyUntouchable, type Retainable } from './standing';
import { timelineOf } from './timeline';
import { Zone } from '../time/zone';

export type { Retainable } from './standing';

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

export interface PlanContext {
	/** IANA zone in which days, weeks, months and durations are reckoned. */
	readonly timeZone: string;
	readonly now: Date;
}

/**
 * Decides which snapshots stay. Pure: preview and prune both act on this very plan. What is unfinished,
 * held, in use or dated in the future stays and counts for nothing; failed ones go once a good newer one
 * exists; the newest `minimum` good ones always stay. Of the others, what has expired or is over age goes,
 * what has an expiry yet to come stays, and the rules decide on the rest.
 */
export function planRetention<S extends Retainable>(
	snapshots: readonly S[],
	policy: RetentionPolicy,
	{ timeZone, now }: PlanContext,
): RetentionPlan<S> {
	const { minimum = 1, maxAge } = readPolicy(policy);
	const zone = Zone.named(timeZone);
	const rules = rulesOf(policy);
	const { ordered, instants } = timelineOf(snapshots);
	ordered.forEach(assertDates);
	const instantAt = (at: number): number => instants[at] ?? NaN;

	const standings = ordered.map((one) => standingOf(one, now));
	const candidates = positionsWhere(standings, isCandidate);
	const newest = candidates[0] === undefined ? -Infinity : instantAt(candidates[0]);
	const endOfFloor = candidates[minimum] ?? ordered.length;
	const ageLimit =
		maxAge === undefined ? -Infinity : before(now, Duration.fromISO(maxAge), timeZone);
	const seen = candidates.filter((at) => standings[at] !== 'expired' && instantAt(at) >= ageLimit);
	const kept = keptByRules(seen, instants, rules, { zone, newest });

	const floorReason = `one of the newest ${minimum} that always stay`;
	const overAge = maxAge === undefined ? '' : `older than ${isoInWords(maxAge)}`;
	const keptByNone = [`kept by no rule (${rules.map(({ words }) => words).join(', ')})`];
	const expiry = ({ expiresAt }: S) =>
		expiresAt === undefined ? 'never' : zone.localTime(expiresAt.getTime()).toString();

	const isOverAge = (at: number): boolean => instantAt(at) < ageLimit;
	const outlived = (one: S, at: number): string[] => [
		...(standings[at] === 'expired' ? [`expired at ${expiry(one)}`] : []),
		...(isOverAge(at) ? [overAge] : []),
	];
	const wanted = (one: S, at: number): string[] => [
		...(standings[at] === 'expiring' ? [`not expired until ${expiry(one)}`] : []),
		...(kept.get(at) ?? []),
	];
	/** The steps of the law, in its order. */
	const decide = (one: S, at: number): Decision<S> => {
		const standing = standings[at];
		if (standing === 'untouchable') return keep(one, whyUntouchable(one, now));
		if (standing === 'failed') {
			return newest > instantAt(at) ? remove(one, REPLACED) : keep(one, NOT_REPLACED);
		}
		if (at < endOfFloor) {
			return keep(one, [floorReason, ...wanted(one, at), ...outlived(one, at).map(otherwise)]);
		}
		if (standing === 'expired') return remove(one, outlived(one, at));
		if (standing === 'expiring') return keep(one, wanted(one, at));
		if (isOverAge(at)) return remove(one, outlived(one, at));
		if (rules.length === 0) return keep(one, NO_RULE);
		const reasons = kept.get(at);
		return reasons === undefined ? remove(one, keptByNone) : keep(one, reasons);
	};
	return { decisions: ordered.map(decide) };
}

/** Whether a policy asks for no removal at all: then only what has passed its own expiry, or failed, goes. */
export const removesNothing = (policy: RetentionPolicy): boolean =>
	policy.maxAge === undefined && rulesOf(policy).length === 0;

const keep = <S extends Retainable>(snapshot: S, reasons: readonly string[]): Decision<S> => ({
	snapshot,
	action: 'keep',
	reasons,
});

const remove = <S extends Retainable>(snapshot: S, reasons: readonly string[]): Decision<S> => ({
	snapshot,
	action: 'remove',
	reasons,
});

const REPLACED = ['failed, and a newer good one exists'] as const;
const NOT_REPLACED = ['failed, but no newer good one exists yet'] as const;
const NO_RULE = ['no rule asks for its removal'] as const;

const otherwise = (reason: string): string => `would go otherwise: ${reason}`;

/** The positions of what is wanted, in order. */
function positionsWhere<T>(list: readonly T[], isWanted: (one: T) => boolean): Uint32Array {
	const positions = new Uint32Array(list.length);
	let found = 0;
	for (let at = 0; at < list.length; at++) if (isWanted(list[at] as T)) positions[found++] = at;
	return positions.subarray(0, found);
}
