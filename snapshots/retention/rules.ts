import { DateTime, Duration } from 'luxon';
import type { LocalTime } from '../time/localTime';
import type { RetentionPolicy } from './policy';

/** Cuts time into buckets: a key to tell them apart, and what a person calls the newest of one. */
interface Bucket {
	readonly key: (at: LocalTime, position: number) => number;
	readonly name: (at: LocalTime) => string;
	/** Whether clocks put back over midnight can bring one back after another has begun. */
	readonly returns: boolean;
}

const EACH: Bucket = { key: (_at, position) => position, name: () => '', returns: false };
const HOUR: Bucket = {
	key: (at) => at.hourKey,
	name: (at) => `newest of hour ${at.hour}`,
	returns: false, // its offset is part of it
};
const DAY: Bucket = {
	key: (at) => at.dayKey,
	name: (at) => `newest of day ${at.day}`,
	returns: true,
};
const WEEK: Bucket = {
	key: (at) => at.weekKey,
	name: (at) => `newest of week ${at.week}`,
	returns: true,
};
const MONTH: Bucket = {
	key: (at) => at.monthKey,
	name: (at) => `newest of month ${at.month}`,
	returns: true,
};
const YEAR: Bucket = {
	key: (at) => at.yearKey,
	name: (at) => `newest of year ${at.year}`,
	returns: true,
};

const COUNTS = {
	last: EACH,
	hourly: HOUR,
	daily: DAY,
	weekly: WEEK,
	monthly: MONTH,
	yearly: YEAR,
} as const satisfies Partial<Record<keyof RetentionPolicy, Bucket>>;

const WINDOWS = {
	within: EACH,
	withinHourly: HOUR,
	withinDaily: DAY,
	withinWeekly: WEEK,
	withinMonthly: MONTH,
	withinYearly: YEAR,
} as const satisfies Partial<Record<keyof RetentionPolicy, Bucket>>;

/** Keeps the newest of each bucket, walking from the newest to the oldest. */
export interface Rule {
	/** What a person calls it, as in `daily 7` or `all within 3 days`. */
	readonly words: string;
	readonly bucket: Bucket;
	/** How many buckets. */
	readonly limit: number;
	/** Only what is strictly younger than this before the newest candidate. Absent: however old. */
	readonly window?: string;
	readonly because: (bucket: string, nth: number) => string;
	readonly oldestBecause: string;
}

/** The rules of a policy. A count of 0 is none. */
export const rulesOf = (policy: RetentionPolicy): readonly Rule[] => [
	...keysOf(COUNTS).flatMap((name) => countRule(name, policy[name] ?? 0)),
	...keysOf(WINDOWS).flatMap((name) => windowRule(name, policy[name])),
];

const keysOf = <K extends string>(table: Readonly<Record<K, Bucket>>): readonly K[] =>
	Object.keys(table) as K[];

function countRule(name: keyof typeof COUNTS, count: number | 'all'): Rule[] {
	if (count === 0) return [];
	const nthOf = (nth: number) => (count === 'all' ? `${name}, all` : `${name} ${nth} of ${count}`);
	return [
		{
			words: `${name} ${count}`,
			bucket: COUNTS[name],
			limit: count === 'all' ? Infinity : count,
			because: (bucket, nth) => (bucket === '' ? nthOf(nth) : `${bucket} (${nthOf(nth)})`),
			oldestBecause: `oldest, kept while ${name} has count left`,
		},
	];
}

function windowRule(name: keyof typeof WINDOWS, iso: string | undefined): Rule[] {
	if (iso === undefined) return [];
	const inside = `within ${isoInWords(iso)} of the newest`;
	return [
		{
			words: `${name} ${isoInWords(iso)}`,
			bucket: WINDOWS[name],
			limit: Infinity,
			window: iso,
			because: (bucket) => (bucket === '' ? inside : `${bucket}, ${inside}`),
			oldestBecause: `oldest, and ${inside}`,
		},
	];
}

export const isoInWords = (iso: string): string =>
	Duration.fromISO(iso, { locale: 'en' }).toHuman();

/** The instant that lies a duration before another, on the calendar of a zone. Months clamp. */
export const before = (instant: Date, duration: Duration, timeZone: string): number =>
	DateTime.fromJSDate(instant, { zone: timeZone }).minus(duration).toMillis();
