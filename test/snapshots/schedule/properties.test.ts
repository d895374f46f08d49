import fc from 'fast-check';
import { NTHS, WEEKDAYS } from '../../../snapshots/schedule/calendar';
import {
	newestBetween,
	nextOccurrences,
	occurrencesBetween,
} from '../../../snapshots/schedule/occurrences';
import type { Profile } from '../../../snapshots/schedule/profile';
import { watchTheClock } from './oracle';
import { profileOf, type GivenFrequency } from './profiles';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Around changes of the clocks, and one zone without any. */
const MOMENTS: ReadonlyArray<readonly [string, string]> = [
	['Europe/Paris', '2026-03-29T01:00Z'],
	['Europe/Paris', '2026-10-25T01:00Z'],
	['America/New_York', '2026-03-08T07:00Z'],
	['America/New_York', '2026-11-01T06:00Z'],
	['Australia/Lord_Howe', '2026-04-04T15:00Z'],
	['Australia/Lord_Howe', '2026-10-03T15:30Z'],
	['America/Sao_Paulo', '2018-02-18T02:00Z'],
	['America/Sao_Paulo', '2018-11-04T03:00Z'],
	['Pacific/Apia', '2011-12-30T10:00Z'],
	['Pacific/Apia', '2012-03-31T14:00Z'],
	['America/St_Johns', '2010-11-07T02:31Z'],
	['Africa/Casablanca', '2026-02-15T02:00Z'],
	['Asia/Kathmandu', '1985-12-31T18:30Z'],
	['Asia/Kathmandu', '2026-02-28T18:15Z'],
];

// Around the times at which clocks are changed, more often than not.
const time = fc
	.oneof(
		fc.integer({ min: 0, max: 4 * 60 }),
		fc.integer({ min: 22 * 60, max: 24 * 60 - 1 }),
		fc.integer({ min: 0, max: 24 * 60 - 1 }),
	)
	.map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
const at = fc.array(time, { minLength: 1, maxLength: 4 });
const weekdays = fc.subarray([...WEEKDAYS], { minLength: 1 });
const on = fc.oneof(
	fc.record({
		by: fc.constant('day' as const),
		days: fc.array(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), {
			minLength: 1,
			maxLength: 12,
		}),
	}),
	fc.record({
		by: fc.constant('weekday' as const),
		nth: fc.constantFrom(...NTHS),
		weekday: fc.constantFrom(...WEEKDAYS),
	}),
);
const window = { from: time, to: time, weekdays };
const month = fc.integer({ min: 1, max: 12 });

const frequency: fc.Arbitrary<GivenFrequency> = fc.oneof(
	fc.record(
		{ every: fc.constant('minutes' as const), count: fc.integer({ min: 1, max: 1439 }), ...window },
		{ requiredKeys: ['every', 'count'] },
	),
	fc.record(
		{ every: fc.constant('hours' as const), count: fc.integer({ min: 1, max: 23 }), ...window },
		{ requiredKeys: ['every', 'count'] },
	),
	fc.record({ every: fc.constant('day' as const), at }),
	fc.record({ every: fc.constant('week' as const), weekdays, at }),
	fc.record(
		{
			every: fc.constant('month' as const),
			on,
			months: fc.array(month, { minLength: 1, maxLength: 8 }),
			at,
		},
		{ requiredKeys: ['every', 'on', 'at'] },
	),
	fc.record({ every: fc.constant('year' as const), month, on, at }),
);

const moment = fc
	.tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -30 * 60, max: 30 * 60 }))
	.map(([[zone, change], minutes]) => ({
		zone,
		from: new Date(change).getTime() + minutes * 60_000,
	}));

const instants = (profile: Profile, from: number, to: number): number[] =>
	[...occurrencesBetween(profile, new Date(from), new Date(to))].map((one) => one.at.getTime());

describe('occurrences', () => {
	it('are what a person who watches the clock on the wall would tell', () => {
		fc.assert(
			fc.property(
				frequency,
				moment,
				fc.integer({ min: 0, max: 36 }),
				(given, { zone, from }, hours) => {
					const profile = profileOf(given, zone);
					const to = from + hours * HOUR_MS;
					const told = watchTheClock(profile.periods[0]!.frequency, zone, from, to);

					expect(instants(profile, from, to)).toEqual(told);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('lie in the interval, in order, each once', () => {
		fc.assert(
			fc.property(
				frequency,
				moment,
				fc.integer({ min: 0, max: 30 }),
				(given, { zone, from }, days) => {
					const to = from + days * DAY_MS;
					const found = instants(profileOf(given, zone), from, to);

					expect(found.every((one) => one > from && one <= to)).toBe(true);
					expect([...new Set(found)].sort((a, b) => a - b)).toEqual(found);
				},
			),
		);
	});

	it('are the same when the interval is split anywhere', () => {
		fc.assert(
			fc.property(
				frequency,
				moment,
				fc.array(fc.integer({ min: 0, max: 8 * DAY_MS }), { maxLength: 5 }),
				(given, { zone, from }, splits) => {
					const profile = profileOf(given, zone);
					const whole = instants(profile, from, from + 8 * DAY_MS);
					const edges = [0, ...splits, 8 * DAY_MS].sort((a, b) => a - b).map((one) => from + one);
					const parts = edges
						.slice(1)
						.flatMap((edge, index) => instants(profile, edges[index]!, edge));

					expect(parts).toEqual(whole);
				},
			),
		);
	});

	it('are as many, and end with the same one, when they are only counted', () => {
		fc.assert(
			fc.property(frequency, moment, fc.nat({ max: 20 }), (given, { zone, from }, days) => {
				const profile = profileOf(given, zone);
				const to = from + days * DAY_MS;
				const all = instants(profile, from, to);
				const newest = newestBetween(profile, profile.periods[0]!, new Date(from), new Date(to));

				expect([newest?.at.getTime(), newest?.count ?? 0]).toEqual([all.at(-1), all.length]);
			}),
		);
	});

	it('go on for whatever has no end, however rare', () => {
		fc.assert(
			fc.property(frequency, moment, (given, { zone, from }) => {
				const found = nextOccurrences(profileOf(given, zone), new Date(from), 3);

				expect(found).toHaveLength(3);
				expect(found[0]!.at.getTime()).toBeLessThan(from + 370 * DAY_MS);
			}),
		);
	});
});
