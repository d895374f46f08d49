import { occurrencesBetween } from '../../../snapshots/schedule/occurrences';
import { profileSchema, type Frequency } from '../../../snapshots/schedule/profile';
import { dueItems, nextOccurrences } from '../../../snapshots/schedule/due';

const between = (frequency: Frequency, zone: string, from: string, to: string): string[] =>
	occurrencesBetween(frequency, zone, new Date(from), new Date(to)).map((at) => at.toISOString());

const dailyAt = (at: string): Frequency => ({ every: 'day', at });

describe('occurrencesBetween', () => {
	it('is open at the start and closed at the end', () => {
		const from = '2026-06-01T02:00:00Z';
		expect(between(dailyAt('02:00'), 'UTC', from, '2026-06-02T02:00:00Z')).toEqual([
			'2026-06-02T02:00:00.000Z',
		]);
	});

	it('runs daily by the clock of the zone', () => {
		const range = ['2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z'] as const;
		expect(between(dailyAt('02:00'), 'Asia/Kathmandu', ...range)).toEqual([
			'2026-06-01T20:15:00.000Z',
			'2026-06-02T20:15:00.000Z',
		]);
	});

	it.each([
		['Europe/Paris', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z'],
		['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00.000Z'],
		['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00.000Z'],
	])('runs a time that %s skips at the first instant after the gap', (zone, day, time, instant) => {
		const from = new Date(new Date(`${day}T00:00:00Z`).getTime() - 86_400_000).toISOString();
		const to = new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000).toISOString();
		expect(between(dailyAt(time), zone, from, to)).toContain(instant);
	});

	it.each([
		['Europe/Paris', '2026-10-24T12:00:00Z', '02:30', '2026-10-25T00:30:00.000Z'],
		['America/New_York', '2026-10-31T12:00:00Z', '01:30', '2026-11-01T05:30:00.000Z'],
		['Australia/Lord_Howe', '2026-04-04T00:00:00Z', '01:45', '2026-04-04T14:45:00.000Z'],
	])('runs a time that %s repeats once, the first time', (zone, from, time, instant) => {
		const to = new Date(new Date(from).getTime() + 86_400_000).toISOString();
		expect(between(dailyAt(time), zone, from, to)).toEqual([instant]);
	});

	it('counts minutes and hours from local midnight', () => {
		const range = ['2026-06-01T00:00:00Z', '2026-06-01T12:00:00Z'] as const;
		expect(between({ every: 'hours', count: 5 }, 'UTC', ...range)).toEqual([
			'2026-06-01T05:00:00.000Z',
			'2026-06-01T10:00:00.000Z',
		]);
		expect(between({ every: 'minutes', count: 15 }, 'Asia/Kathmandu', ...range)).toHaveLength(48);
	});

	it('has fewer or more hours on the days that are shorter or longer', () => {
		const hourly: Frequency = { every: 'hours', count: 1 };
		const zone = 'Europe/Paris';
		expect(between(hourly, zone, '2026-03-28T22:59:59Z', '2026-03-29T21:59:59Z')).toHaveLength(23);
		expect(between(hourly, zone, '2026-10-24T21:59:59Z', '2026-10-25T22:59:59Z')).toHaveLength(25);
	});
});

const profile = profileSchema.parse({
	name: 'Nightly',
	timeZone: 'Europe/Paris',
	periods: [
		{ name: 'Daily', frequency: { every: 'day', at: '02:00' }, retention: { last: 7 } },
		{ name: 'Hourly', frequency: { every: 'hours', count: 1 }, retention: { keepFor: 'P1D' } },
	],
});

describe('dueItems', () => {
	it('gives each due period once, with its newest occurrence and how many it missed', () => {
		const due = dueItems(
			profile,
			new Date('2026-11-20T00:30:00Z'),
			new Date('2026-11-22T02:00:30Z'),
		);
		expect(
			due.map(({ period, scheduledAt, missed }) => [period.name, scheduledAt, missed]),
		).toEqual([
			['Daily', '2026-11-22T01:00:00.000Z', 2],
			['Hourly', '2026-11-22T02:00:00.000Z', 49],
		]);
	});

	it('gives nothing when nothing came due since', () => {
		const at = new Date('2026-11-22T02:00:00Z');
		expect(dueItems(profile, at, new Date('2026-11-22T02:59:59Z'))).toEqual([]);
	});

	it('gives nothing when the clock was set back', () => {
		expect(
			dueItems(profile, new Date('2026-11-22T02:00:00Z'), new Date('2025-11-22T02:00:00Z')),
		).toEqual([]);
	});
});

describe('nextOccurrences', () => {
	it('lists what comes next over all periods, soonest first', () => {
		const next = nextOccurrences(profile, new Date('2026-11-22T00:30:00Z'), 3);
		expect(next.map(({ period, at }) => `${period} ${at.toISOString()}`)).toEqual([
			'Daily 2026-11-22T01:00:00.000Z',
			'Hourly 2026-11-22T01:00:00.000Z',
			'Hourly 2026-11-22T02:00:00.000Z',
		]);
	});
});

describe('profileSchema', () => {
	const period = { name: 'Daily', frequency: { every: 'day', at: '02:00' }, retention: {} };
	it.each([
		[
			'an unknown time zone',
			{ name: 'N', timeZone: 'Mars/Olympus', periods: [period] },
			'timeZone',
		],
		['no period', { name: 'N', timeZone: 'UTC', periods: [] }, 'periods'],
		[
			'two periods of one name',
			{ name: 'N', timeZone: 'UTC', periods: [period, period] },
			'periods',
		],
		['an empty name', { name: ' ', timeZone: 'UTC', periods: [period] }, 'name'],
		[
			'a time that no clock shows',
			{
				name: 'N',
				timeZone: 'UTC',
				periods: [{ ...period, frequency: { every: 'day', at: '25:00' } }],
			},
			'at',
		],
		[
			'a malformed duration',
			{ name: 'N', timeZone: 'UTC', periods: [{ ...period, retention: { keepFor: '7 days' } }] },
			'keepFor',
		],
	])('refuses %s and names the field', (_what, input, field) => {
		const answer = profileSchema.safeParse(input);
		expect(answer.error?.issues.map(({ path }) => path.at(-1))).toContain(field);
	});
});
