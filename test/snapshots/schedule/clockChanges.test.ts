import { between, profileOf, type GivenFrequency } from './profiles';

const dailyAt = (...at: string[]): GivenFrequency => ({ every: 'day', at });

describe('a local time that the clock skips', () => {
	it.each([
		['Europe/Paris', '2026-03-29', '02:30', '2026-03-29T01:00Z'],
		['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00Z'],
		['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30Z'],
		['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00Z'],
		['America/Sao_Paulo', '2018-11-04', '00:30', '2018-11-04T03:00Z'],
		['Asia/Kathmandu', '1986-01-01', '00:05', '1985-12-31T18:30Z'],
		['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00Z'],
	])('in %s on %s at %s is due at the first instant after the gap', (zone, day, at, instant) => {
		const noon = new Date(`${day}T12:00:00Z`).getTime();
		const from = new Date(noon - 36 * 3_600_000).toISOString();
		const to = new Date(noon + 36 * 3_600_000).toISOString();
		const found = between(profileOf(dailyAt(at), zone, { startDate: day, endDate: day }), from, to);

		expect(found).toEqual([instant]);
	});

	it('is due once with all others that lie in the same gap, and with what is due right after it', () => {
		const profile = profileOf(dailyAt('02:00', '02:15', '02:59', '03:00'), 'Europe/Paris');

		expect(between(profile, '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
			'2026-03-29T01:00Z',
		]);
	});

	it('on a day that a zone left out is due when the next one begins', () => {
		const profile = profileOf(dailyAt('12:00'), 'Pacific/Apia');

		expect(between(profile, '2011-12-29T00:00Z', '2011-12-31T12:00Z')).toEqual([
			'2011-12-29T22:00Z',
			'2011-12-30T10:00Z', // 31 December 00:00, for the 30th, which never was
			'2011-12-30T22:00Z',
		]);
	});
});

describe('a local time that the clock shows twice', () => {
	it.each([
		['Europe/Paris', '2026-10-24T12:00Z', '02:30', '2026-10-25T00:30Z'],
		['America/New_York', '2026-10-31T12:00Z', '01:30', '2026-11-01T05:30Z'],
		['Australia/Lord_Howe', '2026-04-04T00:00Z', '01:45', '2026-04-04T14:45Z'],
		['America/Sao_Paulo', '2018-02-17T12:00Z', '23:30', '2018-02-18T01:30Z'],
		// At 00:01 the clock went back to 23:01 of the day before.
		['America/St_Johns', '2010-11-06T12:00Z', '00:00', '2010-11-07T02:30Z'],
	])('in %s is due once, the first time', (zone, from, at, instant) => {
		const to = new Date(new Date(from).getTime() + 86_400_000).toISOString();

		expect(between(profileOf(dailyAt(at), zone), from, to)).toEqual([instant]);
	});
});

describe('every hour', () => {
	const hourly: GivenFrequency = { every: 'hours', count: 1 };

	it.each([
		['Europe/Paris', '2026-03-28T22:59:59Z', '2026-03-29T21:59:59Z', 23],
		['Europe/Paris', '2026-10-24T21:59:59Z', '2026-10-25T22:59:59Z', 25],
		['America/Sao_Paulo', '2018-11-04T02:59:59Z', '2018-11-05T01:59:59Z', 23],
		['America/Sao_Paulo', '2018-02-17T01:59:59Z', '2018-02-18T02:59:59Z', 25],
		// 23.5 and 24.5 hours: the last one of a day lies half an hour before midnight, or on the half hour.
		['Australia/Lord_Howe', '2026-10-03T13:29:59Z', '2026-10-04T12:59:59Z', 24],
		['Australia/Lord_Howe', '2026-04-04T12:59:59Z', '2026-04-05T13:29:59Z', 25],
		['Pacific/Apia', '2011-12-29T09:59:59Z', '2011-12-31T09:59:59Z', 48],
	])('has as many hours as the day in %s after %s has', (zone, from, to, count) => {
		expect(between(profileOf(hourly, zone), from, to)).toHaveLength(count);
	});

	it('keeps to a window whose start is skipped, and counts from the end of the gap', () => {
		const window = { every: 'minutes', count: 20, from: '02:30', to: '04:00' } as const;

		expect(
			between(profileOf(window, 'Europe/Paris'), '2026-03-29T00:00Z', '2026-03-29T12:00Z'),
		).toEqual(['2026-03-29T01:00Z', '2026-03-29T01:20Z', '2026-03-29T01:40Z', '2026-03-29T02:00Z']);
	});
});
