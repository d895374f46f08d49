import fc from 'fast-check';
import type { PeriodColumns } from '../../../../drivers/vergeos/profiles/columns';
import { nativePeriodOf } from '../../../../drivers/vergeos/profiles/readPeriod';
import { draftOf, periodsToWrite } from '../../../../drivers/vergeos/profiles/writePeriods';
import { WEEKDAYS } from '../../../../snapshots/schedule/calendar';
import { occurrencesBetween } from '../../../../snapshots/schedule/occurrences';
import { profileSchema, type Profile } from '../../../../snapshots/schedule/profile';
import type { GivenFrequency } from '../../../snapshots/schedule/profiles';
import { profileOf } from './given';
import { row } from './rows';

const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 });
const at = minuteOfDay.map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 4 });

/** All that VergeOS can say without a loss. */
const frequency: fc.Arbitrary<GivenFrequency> = fc.oneof(
	fc.record({
		every: fc.constant('day' as const),
		at: fc.uniqueArray(at, { minLength: 1, maxLength: 5 }),
	}),
	fc.record(
		{
			every: fc.constant('hours' as const),
			count: fc.integer({ min: 1, max: 23 }),
			from: at,
			to: at,
		},
		{ requiredKeys: ['every', 'count'] },
	),
	fc.record({
		every: fc.constant('minutes' as const),
		count: fc.constantFrom(10, 12, 15, 20, 30, 60, 90),
	}),
	fc.record({
		every: fc.constant('week' as const),
		weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
		at: fc.uniqueArray(at, { minLength: 1, maxLength: 3 }),
	}),
	fc.record({
		every: fc.constant('month' as const),
		on: days.map((list) => ({ by: 'day' as const, days: list })),
		at,
	}),
	fc.record({
		every: fc.constant('year' as const),
		month: fc.integer({ min: 1, max: 12 }),
		on: days.map((list) => ({ by: 'day' as const, days: list })),
		at,
	}),
);
const keepFor = fc.oneof(
	fc.integer({ min: 1, max: 400 }).map((count) => `P${count}D`),
	fc.integer({ min: 1, max: 200 }).map((count) => `PT${count}H`),
);

const DAY_MS = 86_400_000;
const FROM = new Date('2026-12-31T23:59:00.000Z');

const due = (profile: Profile, lengthDays: number): string[] =>
	[...occurrencesBetween(profile, FROM, new Date(FROM.getTime() + lengthDays * DAY_MS))].map(
		({ at: instant }) => instant.toISOString(),
	);

describe('there and back', () => {
	it('a profile without losses is due at the same instants, and keeps as long', () => {
		fc.assert(
			fc.property(frequency, keepFor, fc.boolean(), (given, kept, quiesce) => {
				const profile = profileOf({
					frequency: given,
					retention: { keepFor: kept },
					quiesce: quiesce ? 'prefer' : 'off',
				});
				const { periods, notExpressible } = draftOf(profile);
				const back: Profile = {
					...profile,
					periods: periods.flatMap(({ period }) => (period === undefined ? [] : [period])),
				};
				const lengthDays = given.every === 'year' ? 800 : 40;

				expect(notExpressible).toEqual([]);
				expect(periods.flatMap((one) => one.notExpressible)).toEqual([]);
				expect([...new Set(due(back, lengthDays))]).toEqual(due(profile, lengthDays));
				for (const period of back.periods) {
					expect(period.quiesce).toBe(quiesce ? 'prefer' : 'off');
					expect(secondsOf(period.retention.keepFor)).toBe(secondsOf(kept));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('a period of VergeOS without losses comes back as the same row', () => {
		fc.assert(
			fc.property(columns, (given) => {
				const { period, notExpressible } = nativePeriodOf(given);
				if (period === undefined) throw new Error('It is carried over');
				const back = periodsToWrite(profileSchema.parse({ ...SHELL, periods: [period] }));

				expect(notExpressible).toEqual([]);
				expect(back).toEqual({ rows: [given], losses: [] });
			}),
			{ numRuns: 300 },
		);
	});
});

const SHELL = { name: 'Imported', timeZone: 'UTC' };

const columns: fc.Arbitrary<PeriodColumns> = fc
	.record({
		timing: fc.oneof(
			fc.constant({ frequency: 'daily' as const }),
			fc.constant({ frequency: 'hourly' as const, hour: 0 }),
			fc.record({
				frequency: fc.constant('weekly' as const),
				day_of_week: fc.constantFrom('sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'),
			}),
			fc.record({
				frequency: fc.constant('monthly' as const),
				day_of_month: fc.integer({ min: 1, max: 28 }),
			}),
			fc.record({
				frequency: fc.constant('yearly' as const),
				day_of_month: fc.integer({ min: 1, max: 28 }),
				month: fc.integer({ min: 1, max: 12 }),
			}),
		),
		hour: fc.integer({ min: 0, max: 23 }),
		minute: fc.integer({ min: 0, max: 59 }),
		retention: fc.integer({ min: 1, max: 20_000_000 }),
		min_snapshots: fc.integer({ min: 1, max: 50 }),
		quiesce: fc.boolean(),
	})
	.map(({ timing, ...more }) => row({ ...more, ...timing }));

function secondsOf(isoDuration: string | undefined): number {
	const [, amount = '', unit = ''] = /^PT?(\d+)([DH])$/.exec(isoDuration ?? '') ?? [];
	return Number(amount) * (unit === 'D' ? 86_400 : 3600);
}
