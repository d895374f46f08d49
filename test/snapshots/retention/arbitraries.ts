import fc from 'fast-check';
import type { Retainable } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Zones whose clocks do what clocks should not, with an instant close to where they did it. */
export const CLOCK_CHANGES: ReadonlyArray<readonly [timeZone: string, at: string]> = [
	['Europe/Paris', '2026-10-25T01:00:00Z'], // 03:00 → 02:00
	['Europe/Paris', '2026-03-29T01:00:00Z'], // 02:00 → 03:00
	['America/New_York', '2026-11-01T06:00:00Z'],
	['America/New_York', '2026-03-08T07:00:00Z'],
	['Australia/Lord_Howe', '2026-04-04T15:00:00Z'], // by half an hour
	['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
	['America/Sao_Paulo', '2018-02-18T02:00:00Z'], // midnight → 23:00 of the day before
	['America/Sao_Paulo', '2018-11-04T03:00:00Z'], // a day without midnight
	['America/St_Johns', '2010-11-07T02:31:00Z'], // 00:01 → 23:01 of the day before
	['Asia/Kathmandu', '1985-12-31T18:30:00Z'], // +05:30 → +05:45
	['Pacific/Apia', '2011-12-30T10:00:00Z'], // 30 December 2011 did not exist
	['America/Noronha', '2000-10-08T02:00:00Z'], // forth and back within a week
	['UTC', '2024-02-29T12:00:00Z'],
];

export interface Situation {
	readonly timeZone: string;
	readonly now: Date;
	readonly list: readonly Retainable[];
}

const mostlyUndefined = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 1 });

/** Times close together, days apart and years apart; many on the very same second or hour. */
const minutesBefore = fc.oneof(
	fc.integer({ min: -90, max: 180 }),
	fc.integer({ min: 0, max: 60 }).map((halves) => halves * 30),
	fc.integer({ min: 0, max: 120 }).map((hours) => hours * 60),
	fc.integer({ min: 0, max: 800 }).map((days) => days * 1440),
	fc.integer({ min: 0, max: 8 }).map((years) => years * 525_960),
);

export const situations: fc.Arbitrary<Situation> = fc
	.record({
		change: fc.constantFrom(...CLOCK_CHANGES),
		nowMinutes: fc.constantFrom(60, 180, 2880, 300_000),
		made: fc.array(
			fc.record({
				minutes: minutesBefore,
				seconds: fc.constantFrom(0, 0, 0, 1, 59),
				expiresAfterMinutes: mostlyUndefined(fc.integer({ min: -3000, max: 3000 })),
				state: fc.constantFrom(
					undefined,
					undefined,
					undefined,
					'ready' as const,
					'creating' as const,
					'deleting' as const,
					'failed' as const,
				),
				held: fc.constantFrom(undefined, undefined, undefined, false, true),
				inUse: fc.constantFrom(undefined, undefined, undefined, undefined, 'linked clone'),
			}),
			{ maxLength: 30 },
		),
	})
	.map(({ change: [timeZone, instant], nowMinutes, made }) => {
		const around = Date.parse(instant) + 120 * MINUTE_MS;
		const now = new Date(around + nowMinutes * MINUTE_MS);
		const list = made.map(({ minutes, seconds, expiresAfterMinutes, ...more }, at) => ({
			id: `s${String((at * 7) % 31).padStart(2, '0')}`,
			createdAt: new Date(around - minutes * MINUTE_MS + seconds * 1000),
			...(expiresAfterMinutes === undefined
				? {}
				: { expiresAt: new Date(now.getTime() + expiresAfterMinutes * MINUTE_MS) }),
			...more,
		}));
		return { timeZone, now, list };
	});

const count = fc.oneof(fc.nat(6), fc.constant('all' as const));
const duration = fc.constantFrom(
	'PT1H',
	'PT90M',
	'P1D',
	'P2DT12H',
	'P1W',
	'P1M',
	'P3M',
	'P1Y',
	'P2Y6M',
	'P400D',
);

export const policies: fc.Arbitrary<RetentionPolicy> = fc.record(
	{
		last: count,
		hourly: count,
		daily: count,
		weekly: count,
		monthly: count,
		yearly: count,
		within: duration,
		withinHourly: duration,
		withinDaily: duration,
		withinWeekly: duration,
		withinMonthly: duration,
		withinYearly: duration,
		maxAge: duration,
		minimum: fc.integer({ min: 1, max: 40 }),
	},
	{ requiredKeys: [] },
);

/** Policies of few rules, for with many nearly everything stays. */
export const fewRules: fc.Arbitrary<RetentionPolicy> = policies.chain((policy) =>
	fc
		.shuffledSubarray(Object.keys(policy) as Array<keyof RetentionPolicy>)
		.map((keys) => Object.fromEntries(keys.slice(0, 3).map((key) => [key, policy[key]]))),
);

export const daysAfter = (date: Date, days: number): Date =>
	new Date(date.getTime() + days * DAY_MS);
