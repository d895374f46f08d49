import { nativePeriodOf } from '../../../../drivers/vergeos/profiles/readPeriod';
import { periodsToWrite } from '../../../../drivers/vergeos/profiles/writePeriods';
import { WEEKDAYS } from '../../../../snapshots/schedule/calendar';
import type { GivenFrequency } from '../../../snapshots/schedule/profiles';
import { profileOf, type GivenPeriod } from './given';
import { row } from './rows';

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
