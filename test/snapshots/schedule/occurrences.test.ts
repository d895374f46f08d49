import { nextOccurrences } from '../../../snapshots/schedule/occurrences';
import { profileSchema } from '../../../snapshots/schedule/profile';
import { between, profileOf, type GivenFrequency } from './profiles';

const dailyAt = (...at: string[]): GivenFrequency => ({ every: 'day', at });

const next = (frequency: GivenFrequency, from: string, count: number, zone = 'UTC'): string[] =>
	nextOccurrences(profileOf(frequency, zone), new Date(from), count).map(({ at }) =>
		at.toISOString().slice(0, 16),
	);

describe('an interval', () => {
	it('is open at the start and closed at the end', () => {
		const daily = profileOf(dailyAt('02:00'), 'UTC');

		expect(between(daily, '2026-06-01T02:00:00Z', '2026-06-02T02:00:00Z')).toEqual([
			'2026-06-02T02:00Z',
		]);
	});

	it('that ends before it starts holds nothing', () => {
		const daily = profileOf(dailyAt('02:00'), 'UTC');

		expect(between(daily, '2026-06-02T02:00:00Z', '2026-06-01T02:00:00Z')).toEqual([]);
	});
});

describe('every few minutes or hours', () => {
	it('counts from local midnight, each day anew', () => {
		expect(next({ every: 'hours', count: 5 }, '2026-06-01T00:00Z', 6)).toEqual([
			'2026-06-01T05:00',
			'2026-06-01T10:00',
			'2026-06-01T15:00',
			'2026-06-01T20:00',
			'2026-06-02T00:00',
			'2026-06-02T05:00',
		]);
		expect(next({ every: 'minutes', count: 15 }, '2026-06-01T00:00Z', 1, 'Asia/Kathmandu')).toEqual(
			['2026-06-01T00:15'],
		);
	});

	it('keeps to its window, both ends included, counted from its start', () => {
		const office = { every: 'hours', count: 4, from: '08:30', to: '16:30' } as const;

		expect(next(office, '2026-06-01T00:00Z', 4)).toEqual([
			'2026-06-01T08:30',
			'2026-06-01T12:30',
			'2026-06-01T16:30',
			'2026-06-02T08:30',
		]);
	});

	it('runs on over midnight when the window does', () => {
		const night = { every: 'hours', count: 3, from: '22:00', to: '05:00' } as const;

		expect(next(night, '2026-06-01T23:00Z', 4)).toEqual([
			'2026-06-02T01:00',
			'2026-06-02T04:00',
			'2026-06-02T22:00',
			'2026-06-03T01:00',
		]);
	});

	it('runs until midnight when the window has no end, and around the clock when it has no length', () => {
		const evening = { every: 'hours', count: 12, from: '11:00' } as const;
		const shifted = { every: 'hours', count: 12, from: '11:00', to: '11:00' } as const;

		expect(next(evening, '2026-06-01T00:00Z', 3)).toEqual([
			'2026-06-01T11:00',
			'2026-06-01T23:00',
			'2026-06-02T11:00',
		]);
		expect(next(shifted, '2026-06-01T00:00Z', 3)).toEqual([
			'2026-06-01T11:00',
			'2026-06-01T23:00',
			'2026-06-02T11:00',
		]);
	});

	it('can keep to some weekdays; a window over midnight belongs to the day on which it starts', () => {
		const fridayNight = {
			every: 'hours',
			count: 3,
			from: '21:00',
			to: '03:00',
			weekdays: ['friday'],
		} as const;

		expect(next({ ...fridayNight, weekdays: ['friday'] }, '2026-06-01T00:00Z', 4)).toEqual([
			'2026-06-05T21:00',
			'2026-06-06T00:00',
			'2026-06-06T03:00',
			'2026-06-12T21:00',
		]);
	});
});

describe('daily, weekly, monthly, yearly', () => {
	it('runs at each of several times, in order and each once', () => {
		expect(next(dailyAt('14:00', '02:30', '14:00'), '2026-06-01T00:00Z', 3)).toEqual([
			'2026-06-01T02:30',
			'2026-06-01T14:00',
			'2026-06-02T02:30',
		]);
	});

	it('runs by the clock of the zone', () => {
		expect(next(dailyAt('02:00'), '2026-06-01T00:00Z', 2, 'Asia/Kathmandu')).toEqual([
			'2026-06-01T20:15',
			'2026-06-02T20:15',
		]);
	});

	it('runs weekly on the weekdays of the zone’s calendar', () => {
		const weekly = { every: 'week', weekdays: ['sunday', 'monday'], at: '08:00' } as const;

		expect(
			next({ ...weekly, weekdays: [...weekly.weekdays] }, '2026-06-01T00:00Z', 3, 'Asia/Tokyo'),
		).toEqual(['2026-06-06T23:00', '2026-06-07T23:00', '2026-06-13T23:00']);
	});

	it.each<[string, number | 'last', string[]]>([
		['the 31st', 31, ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
		['the 29th', 29, ['2026-01-29', '2026-02-28', '2026-03-29', '2026-04-29', '2026-05-29']],
		['the last', 'last', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
		['the 1st', 1, ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01']],
	])('runs on %s, or on the last day of a month that has no such day', (_name, day, expected) => {
		const monthly: GivenFrequency = { every: 'month', on: { by: 'day', days: [day] }, at: '01:00' };

		expect(next(monthly, '2026-01-05T00:00Z', 5).map((at) => at.slice(0, 10))).toEqual(expected);
	});

	it('runs once on a day that several of its days fall on', () => {
		const days: Array<number | 'last'> = ['last', 30, 31, 1];
		const monthly: GivenFrequency = { every: 'month', on: { by: 'day', days }, at: '01:00' };

		expect(next(monthly, '2026-02-01T12:00Z', 4)).toEqual([
			'2026-02-28T01:00',
			'2026-03-01T01:00',
			'2026-03-30T01:00',
			'2026-03-31T01:00',
		]);
	});

	it.each([
		['first', 'monday', ['2026-06-01', '2026-07-06', '2026-08-03']],
		['second', 'tuesday', ['2026-06-09', '2026-07-14', '2026-08-11']],
		['third', 'sunday', ['2026-06-21', '2026-07-19', '2026-08-16']],
		['fourth', 'friday', ['2026-06-26', '2026-07-24', '2026-08-28']],
		['last', 'friday', ['2026-06-26', '2026-07-31', '2026-08-28']],
	] as const)('runs on the %s %s of the month', (nth, weekday, expected) => {
		const on = { by: 'weekday', nth, weekday } as const;
		const found = next({ every: 'month', on, at: '01:00' }, '2026-06-01T00:00Z', 3);

		expect(found.map((at) => at.slice(0, 10))).toEqual(expected);
	});

	it('keeps to chosen months', () => {
		const quarterly: GivenFrequency = {
			every: 'month',
			on: { by: 'day', days: ['last'] },
			months: [3, 6, 9, 12],
			at: '23:59',
		};

		expect(next(quarterly, '2026-04-01T00:00Z', 3)).toEqual([
			'2026-06-30T23:59',
			'2026-09-30T23:59',
			'2026-12-31T23:59',
		]);
	});

	it('runs yearly, on 28 February where there is no 29th', () => {
		const on = { by: 'day', days: [29] };
		const yearly = { every: 'year', month: 2, on, at: '00:00' } as GivenFrequency;

		expect(next(yearly, '2026-03-01T00:00Z', 3)).toEqual([
			'2027-02-28T00:00',
			'2028-02-29T00:00',
			'2029-02-28T00:00',
		]);
	});

	it('runs at one exact time, once and never again', () => {
		const once = { every: 'once', dateTime: '2026-12-31T23:30' } as const;

		expect(next(once, '2026-06-01T00:00Z', 5, 'America/New_York')).toEqual(['2027-01-01T04:30']);
		expect(next(once, '2027-06-01T00:00Z', 5)).toEqual([]);
	});
});

describe('a profile', () => {
	const daily = dailyAt('23:30');
	const on = (found: string[]): string[] => found.map((at) => at.slice(0, 10));

	it('is due from its start date to its end date, both included, by its own calendar', () => {
		const profile = profileOf(daily, 'America/New_York', {
			startDate: '2026-06-02',
			endDate: '2026-06-03',
		});

		expect(between(profile, '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
			'2026-06-03T03:30Z',
			'2026-06-04T03:30Z',
		]);
		expect(nextOccurrences(profile, new Date('2026-01-01T00:00Z'), 9)).toHaveLength(2);
	});

	it('is not due on excluded dates', () => {
		const profile = profileOf(daily, 'UTC', { excludedDates: ['2026-06-02', '2026-06-04'] });

		expect(on(between(profile, '2026-06-01T00:00Z', '2026-06-06T00:00Z'))).toEqual([
			'2026-06-01',
			'2026-06-03',
			'2026-06-05',
		]);
	});

	it('ends when nothing is ever due, however many are asked for', () => {
		const dates = { startDate: '2026-06-02', endDate: '2026-06-02', excludedDates: ['2026-06-02'] };

		expect(
			nextOccurrences(profileOf(daily, 'UTC', dates), new Date('2026-01-01T00:00Z'), 1),
		).toEqual([]);
		expect(nextOccurrences(profileOf(daily, 'UTC'), new Date('2026-01-01T00:00Z'), 0)).toEqual([]);
	});

	it('lists what comes next over all periods, soonest first, then in its own order', () => {
		const periods = [
			{ name: 'yearly', frequency: { every: 'day' as const, at: '02:00' }, retention: {} },
			{ name: 'hourly', frequency: { every: 'hours' as const, count: 1 }, retention: {} },
		];
		const profile = profileSchema.parse({ name: 'N', timeZone: 'Europe/Paris', periods });
		const found = nextOccurrences(profile, new Date('2026-11-22T00:30:00Z'), 3);

		expect(found.map(({ period, at }) => `${period.name} ${at.toISOString()}`)).toEqual([
			'yearly 2026-11-22T01:00:00.000Z',
			'hourly 2026-11-22T01:00:00.000Z',
			'hourly 2026-11-22T02:00:00.000Z',
		]);
	});
});
