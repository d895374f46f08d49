import fc from 'fast-check';
import type { PeriodColumns } from '../../../../drivers/vergeos/profiles/columns';
import { nativePeriodOf } from '../../../../drivers/vergeos/profiles/readPeriod';
import { draftOf, periodsToWrite } from '../../../../drivers/vergeos/profiles/writePeriods';
import { WEEKDAYS } from '../../../../snapshots/schedule/calendar';
import { occurrencesBetween } from '../../../../snapshots/schedule/occurrences';
import { profileSchema, type Profile } from '../../../../snapshots/schedule/profile';
import type { GivenFrequency, GivenProfile } from '../../../snapshots/schedule/profiles';
import { row } from './rows';

type GivenPeriod = GivenProfile['periods'][number];

const profileOf = (...periods: ReadonlyArray<Partial<GivenPeriod>>): Profile =>
	profileSchema.parse({
		name: 'Ours',
		timeZone: 'UTC',
		periods: periods.map((period) => ({
			name: 'daily',
			frequency: { every: 'day', at: '02:00' },
			retention: { keepFor: 'P7D' },
			quiesce: 'off',
			...period,
		})),
	});

const written = (...periods: ReadonlyArray<Partial<GivenPeriod>>) =>
	periodsToWrite(profileOf(...periods));

describe('a profile of ours', () => {
	it('becomes the period that VergeOS documents', () => {
		expect(written({ name: 'Nightly' })).toEqual({ rows: [row()], losses: [] });
	});

	it.each<[string, GivenFrequency, string[]]>([
		['every hour', { every: 'hours', count: 1 }, ['p: hourly at minute 0']],
		[
			'every half hour',
			{ every: 'minutes', count: 30 },
			['p :00: hourly at minute 0', 'p :30: hourly at minute 30'],
		],
		[
			'twice a day',
			{ every: 'day', at: ['02:00', '14:30'] },
			['p 02:00: daily at 02:00', 'p 14:30: daily at 14:30'],
		],
		[
			'every eight hours in a window over midnight',
			{ every: 'hours', count: 8, from: '20:00', to: '06:00' },
			['p 20:00: daily at 20:00', 'p 04:00: daily at 04:00'],
		],
		[
			'the same on one weekday, after which comes Monday',
			{ every: 'hours', count: 8, from: '20:00', to: '06:00', weekdays: ['sunday'] },
			['p Sunday 20:00: weekly on Sunday at 20:00', 'p Monday 04:00: weekly on Monday at 04:00'],
		],
		[
			'on every weekday',
			{ every: 'week', weekdays: [...WEEKDAYS], at: '03:00' },
			['p: daily at 03:00'],
		],
		[
			'monthly in two months',
			{ every: 'month', on: { by: 'day', days: [31] }, months: [1, 3], at: '05:00' },
			[
				'p 31 January 05:00: yearly on 31 January at 05:00',
				'p 31 March 05:00: yearly on 31 March at 05:00',
			],
		],
	])('that is due %s is split into what VergeOS has', (_what, frequency, expected) => {
		const { rows, losses } = written({ name: 'p', frequency });
		const said = rows.map((one) => `${one.name}: ${nativePeriodOf(one).inWords}`);

		expect(said).toEqual(expected.map((one) => `${one}, kept 7 days`));
		expect(losses).toEqual([]);
	});

	it('shares its minimum out among the periods that stand for one', () => {
		const frequency = { every: 'day' as const, at: ['02:00', '10:00', '18:00'] };
		const { rows } = written({ frequency, retention: { keepFor: 'P7D', minimum: 4 } });

		expect(rows.map((one) => one.min_snapshots)).toEqual([2, 2, 2]);
	});

	it('gives different names to periods that would come out alike', () => {
		const { rows } = written(
			{ name: 'daily', frequency: { every: 'day', at: ['02:00', '14:00'] } },
			{ name: 'daily 02:00' },
		);

		expect(rows.map(({ name }) => name)).toEqual(['daily 02:00', 'daily 14:00', 'daily 02:00 (2)']);
	});

	it('keeps a count by time and by a minimum, and says so', () => {
		const { rows, losses } = written({ retention: { last: 7 } });

		expect(rows).toEqual([row({ name: 'daily', min_snapshots: 7 })]);
		expect(losses).toEqual([expect.stringMatching(/^Period daily: It keeps by last 7.*7 days/)]);
	});

	it('lets an expiry win over rules, as it does here', () => {
		const { rows, losses } = written({ retention: { keepFor: 'P3D', last: 50, maxAge: 'P9D' } });

		expect(rows.map(({ retention }) => retention)).toEqual([3 * 86_400]);
		expect(losses).toEqual([]);
	});

	it.each<[string, Partial<GivenPeriod>, RegExp]>([
		['memory', { memory: true }, /memory/],
		['a quiescing that is required', { quiesce: 'require' }, /quiesced/],
		['months', { retention: { keepFor: 'P2M' } }, /P2M becomes 62 days/],
		['years', { retention: { maxAge: 'P1Y' } }, /P1Y becomes 366 days/],
		['thinning out', { retention: { daily: 7, monthly: 'all', maxAge: 'P90D' } }, /monthly all/],
		['a window', { retention: { within: 'P7D' } }, /within P7D/],
		[
			'the last day of the month',
			{ frequency: { every: 'month', on: { by: 'day', days: [1, 'last'] }, at: '02:00' } },
			/no last day/,
		],
		[
			'a day that some months lack',
			{ frequency: { every: 'month', on: { by: 'day', days: [30] }, at: '02:00' } },
			/day 30/,
		],
		[
			'29 February',
			{ frequency: { every: 'year', month: 2, on: { by: 'day', days: [29] }, at: '02:00' } },
			/day 29/,
		],
	])('tells %s, and is written without it', (_what, period, loss) => {
		const { rows, losses } = written(period);

		expect(rows).toHaveLength(1);
		expect(losses).toEqual([expect.stringMatching(loss)]);
		expect(losses[0]).toMatch(/^Period daily: /);
	});

	it.each<[string, Partial<GivenPeriod>, RegExp]>([
		['nothing that ends its snapshots', { retention: {} }, /Nothing ends/],
		['a rule that keeps all', { retention: { last: undefined, daily: 'all' } }, /Nothing ends/],
		['one time only', { frequency: { every: 'once', dateTime: '2027-01-01T00:00' } }, /once/],
		[
			'the first Sunday',
			{
				frequency: {
					every: 'month',
					on: { by: 'weekday', nth: 'first', weekday: 'sunday' },
					at: '02:00',
				},
			},
			/first sunday/,
		],
		[
			'only the last day',
			{
				frequency: { every: 'month', on: { by: 'day', days: ['last'] }, at: '02:00' },
			},
			/no last day/,
		],
		['every minute', { frequency: { every: 'minutes', count: 1 } }, /60 periods/],
	])('that has %s is left out, and says why', (_what, period, loss) => {
		const { rows, losses } = written(period, { name: 'other' });

		expect(rows.map(({ name }) => name)).toEqual(['other']);
		expect(losses.join(' ')).toMatch(loss);
		for (const one of losses) expect(one).toMatch(/^Period daily: /);
	});
});

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
	.map(({ timing, ...more }) => row({ ...more, ...timing } as Partial<PeriodColumns>));

function secondsOf(isoDuration: string | undefined): number {
	const [, amount = '', unit = ''] = /^PT?(\d+)([DH])$/.exec(isoDuration ?? '') ?? [];
	return Number(amount) * (unit === 'D' ? 86_400 : 3600);
}
