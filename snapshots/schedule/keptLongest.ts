import { Duration } from 'luxon';
import type { RetentionPolicy } from '../retention/policy';
import { DAY_MS } from './calendar';
import type { Frequency, Period } from './profile';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365.25 * DAY_MS;

/** About how far apart the snapshots of a rule are; `last` counts those of the period itself. */
const SPACING_MS = {
	hourly: HOUR_MS,
	daily: DAY_MS,
	weekly: 7 * DAY_MS,
	monthly: YEAR_MS / 12,
	yearly: YEAR_MS,
} as const;

const WINDOWS = [
	'within',
	'withinHourly',
	'withinDaily',
	'withinWeekly',
	'withinMonthly',
	'withinYearly',
] as const;

/** The period whose snapshots stay the longest; of equals the rarer one, then the first. */
export const longestKept = (periods: readonly [Period, ...Period[]]): Period =>
	periods.reduce((best, one) => (staysLonger(one, best) ? one : best));

function staysLonger(one: Period, other: Period): boolean {
	const [mine, theirs] = [keptForMs(one), keptForMs(other)];
	return mine === theirs ? intervalMs(one.frequency) > intervalMs(other.frequency) : mine > theirs;
}

/** Roughly: enough to tell which of two is meant to stay longer. */
export function keptForMs({ frequency, retention }: Period): number {
	const { keepFor, maxAge } = retention;
	return Math.min(byRulesMs(retention, intervalMs(frequency)), millis(keepFor), millis(maxAge));
}

/** Rules are OR-ed, so the longest one counts. Without any, nothing is removed by rule. */
function byRulesMs(policy: RetentionPolicy, interval: number): number {
	const spacing = { last: interval, ...SPACING_MS };
	const counts = (Object.keys(spacing) as Array<keyof typeof spacing>).flatMap((rule) => {
		const count = policy[rule];
		if (count === undefined || count === 0) return [];
		return [count === 'all' ? Infinity : count * spacing[rule]];
	});
	const windows = WINDOWS.flatMap((rule) => {
		const duration = policy[rule];
		return duration === undefined ? [] : [millis(duration)];
	});
	const all = [...counts, ...windows];
	return all.length === 0 ? Infinity : Math.max(...all);
}

const millis = (duration: string | undefined): number =>
	duration === undefined ? Infinity : Duration.fromISO(duration).toMillis();

/** On average. What is due once comes never again. */
function intervalMs(frequency: Frequency): number {
	switch (frequency.every) {
		case 'minutes':
			return frequency.count * 60_000;
		case 'hours':
			return frequency.count * HOUR_MS;
		case 'day':
			return DAY_MS / frequency.at.length;
		case 'week':
			return (7 * DAY_MS) / (frequency.weekdays.length * frequency.at.length);
		case 'month': {
			const days = frequency.on.by === 'day' ? frequency.on.days.length : 1;
			return YEAR_MS / ((frequency.months?.length ?? 12) * days * frequency.at.length);
		}
		case 'year':
			return YEAR_MS / frequency.at.length;
		case 'once':
			return Infinity;
	}
}
