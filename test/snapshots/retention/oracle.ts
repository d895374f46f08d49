import { DateTime, Duration } from 'luxon';
import type { PlanContext, Retainable } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';

type CountRule = 'last' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';
type WindowRule = `within${'' | Capitalize<Exclude<CountRule, 'last'>>}`;

const LABELS: Record<CountRule, (at: DateTime, one: Retainable) => string> = {
	last: (_at, { id }) => id,
	hourly: (at) => `${at.toISODate()} ${at.hour} ${at.offset}`,
	daily: (at) => `${at.toISODate()}`,
	weekly: (at) => `${at.weekYear} ${at.weekNumber}`,
	monthly: (at) => `${at.year} ${at.month}`,
	yearly: (at) => `${at.year}`,
};
const WINDOWS: Record<WindowRule, CountRule> = {
	within: 'last',
	withinHourly: 'hourly',
	withinDaily: 'daily',
	withinWeekly: 'weekly',
	withinMonthly: 'monthly',
	withinYearly: 'yearly',
};

/** The ids that stay: the law of retention word for word, slowly, with luxon for every single date. */
export function idsThatStay(
	snapshots: readonly Retainable[],
	policy: RetentionPolicy,
	{ timeZone, now }: PlanContext,
): Set<string> {
	const local = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone });
	const newestFirst = [...snapshots].sort(
		(a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1),
	);
	const isUntouchable = ({ state, held, inUse, createdAt }: Retainable) =>
		state === 'creating' ||
		state === 'deleting' ||
		held === true ||
		inUse !== undefined ||
		createdAt.getTime() > now.getTime();
	const candidates = newestFirst.filter((one) => !isUntouchable(one) && one.state !== 'failed');
	const isExpired = ({ expiresAt }: Retainable) =>
		expiresAt !== undefined && expiresAt.getTime() < now.getTime();
	const isOverAge = ({ createdAt }: Retainable) =>
		policy.maxAge !== undefined &&
		createdAt.getTime() < local(now).minus(Duration.fromISO(policy.maxAge)).toMillis();
	const seen = candidates.filter((one) => !isExpired(one) && !isOverAge(one));
	const keptByRule = rulesKeep(seen, candidates[0], policy, local);

	const stays = (one: Retainable): boolean => {
		if (isUntouchable(one)) return true;
		if (one.state === 'failed') {
			return !candidates.some(({ createdAt }) => createdAt.getTime() > one.createdAt.getTime());
		}
		if (candidates.indexOf(one) < (policy.minimum ?? 1)) return true;
		if (one.expiresAt !== undefined) return !isExpired(one);
		if (isOverAge(one)) return false;
		return keptByRule === 'all' || keptByRule.has(one.id);
	};
	return new Set(newestFirst.filter(stays).map(({ id }) => id));
}

function rulesKeep(
	seen: readonly Retainable[],
	newest: Retainable | undefined,
	policy: RetentionPolicy,
	local: (date: Date) => DateTime,
): Set<string> | 'all' {
	const kept = new Set<string>();
	const labelOf = (rule: CountRule, one: Retainable) => LABELS[rule](local(one.createdAt), one);
	const oldest = seen.at(-1);
	const keepNewestOfEach = (among: readonly Retainable[], rule: CountRule, count: number) => {
		const labels = [...new Set(among.map((one) => labelOf(rule, one)))];
		for (const label of labels.slice(0, count)) {
			const first = among.find((one) => labelOf(rule, one) === label);
			if (first !== undefined) kept.add(first.id);
		}
		return labels.length < count;
	};
	let rules = 0;
	for (const rule of Object.keys(LABELS) as CountRule[]) {
		const count = policy[rule] ?? 0;
		if (count === 0) continue;
		rules += 1;
		const hasCountLeft = keepNewestOfEach(seen, rule, count === 'all' ? Infinity : count);
		if (hasCountLeft && oldest !== undefined) kept.add(oldest.id);
	}
	for (const [name, rule] of Object.entries(WINDOWS) as Array<[WindowRule, CountRule]>) {
		const window = policy[name];
		if (window === undefined) continue;
		rules += 1;
		if (newest === undefined) continue;
		const edge = local(newest.createdAt).minus(Duration.fromISO(window)).toMillis();
		const inside = seen.filter(({ createdAt }) => createdAt.getTime() > edge);
		keepNewestOfEach(inside, rule, Infinity);
		if (oldest !== undefined && inside.includes(oldest)) kept.add(oldest.id);
	}
	return rules === 0 ? 'all' : kept;
}
