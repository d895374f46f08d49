import { dueItems } from '../../../snapshots/schedule/due';
import { stableDelayMs } from '../../../snapshots/schedule/jitter';
import { profileSchema, type DueItem, type Profile } from '../../../snapshots/schedule/profile';
import type { GivenProfile } from './profiles';

const MINUTE_MS = 60_000;

const given = (more: Partial<GivenProfile> = {}): Profile =>
	profileSchema.parse({
		name: 'Nightly',
		timeZone: 'Europe/Paris',
		periods: [
			{ name: 'hourly', frequency: { every: 'hours', count: 1 }, retention: { last: 24 } },
			{ name: 'daily', frequency: { every: 'day', at: '02:00' }, retention: { last: 7 } },
		],
		...more,
	});

const due = (profile: Profile, since: string, now: string, delayMs = 0): unknown[] =>
	dueItems(profile, new Date(since), new Date(now), delayMs).map(told);

const told = ({ period, scheduledAt, missed }: DueItem): unknown => [
	period.name,
	scheduledAt.slice(0, 16),
	missed,
];

describe('what is due', () => {
	it('is each period once, with its newest occurrence and how many it missed', () => {
		expect(due(given(), '2026-11-20T00:30:00Z', '2026-11-22T02:00:30Z')).toEqual([
			['hourly', '2026-11-22T02:00', 49],
			['daily', '2026-11-22T01:00', 2],
		]);
	});

	it('is nothing when nothing came due since, or the clock was set back', () => {
		const at = '2026-11-22T02:00:00Z';

		expect(due(given(), at, '2026-11-22T02:59:59Z')).toEqual([]);
		expect(due(given(), at, '2025-11-22T02:00:00Z')).toEqual([]);
	});

	it('is found however long nobody looked, and without a long look', () => {
		const periods = [
			{
				name: 'yearly',
				frequency: {
					every: 'year' as const,
					month: 3,
					on: { by: 'day' as const, days: [1] },
					at: '02:00',
				},
				retention: {},
			},
			{ name: 'minutely', frequency: { every: 'minutes' as const, count: 1 }, retention: {} },
		];
		const started = performance.now();

		expect(due(given({ periods }), '2000-01-01T00:00:00Z', '2050-01-01T00:00:00Z')).toEqual([
			['yearly', '2049-03-01T01:00', 49],
			['minutely', '2050-01-01T00:00', 26_298_719],
		]);
		expect(performance.now() - started).toBeLessThan(2000);
	});
});

describe('missed', () => {
	const night = ['2026-11-21T20:00:00Z', '2026-11-22T06:30:00Z'] as const;

	it('and skipped is what is not on time; what is, is told with those before it', () => {
		const profile = given({ missed: 'skip' });

		expect(due(profile, ...night)).toEqual([]);
		expect(due(profile, '2026-11-21T20:00:00Z', '2026-11-22T06:02:00Z')).toEqual([
			['hourly', '2026-11-22T06:00', 9],
		]);
	});

	it('is run late only within its limit', () => {
		expect(due(given({ missedWithinHours: 6 }), ...night)).toEqual([
			['hourly', '2026-11-22T06:00', 9],
			['daily', '2026-11-22T01:00', 0],
		]);
		expect(due(given({ missedWithinHours: 5 }), ...night)).toEqual([
			['hourly', '2026-11-22T06:00', 9],
		]);
	});
});

describe('coinciding periods', () => {
	const twoAm = ['2026-11-22T00:59:00Z', '2026-11-22T01:00:00Z'] as const;
	const longest = (...periods: GivenProfile['periods']): DueItem[] =>
		dueItems(given({ coinciding: 'longestKept', periods }), new Date(twoAm[0]), new Date(twoAm[1]));
	const at = { every: 'day' as const, at: '02:00' };

	it('are an item each, unless one is to serve for all', () => {
		expect(due(given(), ...twoAm)).toHaveLength(2);
		expect(due(given({ coinciding: 'longestKept' }), ...twoAm)).toEqual([
			['daily', '2026-11-22T01:00', 0],
		]);
	});

	it('tell which others the one stands for', () => {
		const [item] = longest(
			{ name: 'a', frequency: at, retention: { last: 1 } },
			{ name: 'b', frequency: at, retention: { last: 3 } },
			{ name: 'c', frequency: at, retention: { last: 2 } },
		);

		expect([item?.period.name, item?.standsFor]).toEqual(['b', ['a', 'c']]);
	});

	it.each<[string, GivenProfile['periods'][number]['retention'], typeof at, string]>([
		['a longer keep for', { keepFor: 'P2D' }, at, 'other'],
		['a shorter keep for, whatever its counts', { last: 1000, keepFor: 'PT6H' }, at, 'daily'],
		['a shorter maximum age', { last: 1000, maxAge: 'PT6H' }, at, 'daily'],
		['months, though fewer', { monthly: 1 }, at, 'other'],
		['a longer window', { within: 'P2D' }, at, 'other'],
		['all of something', { hourly: 'all' }, at, 'other'],
		['no rule at all', {}, at, 'other'],
		['counts of 0', { last: 0 }, at, 'other'],
		['the same', { daily: 1 }, at, 'daily'],
	])('are served by the period that is kept longest: %s', (_what, retention, frequency, name) => {
		const [item] = longest(
			{ name: 'daily', frequency: at, retention: { last: 1 } },
			{ name: 'other', frequency, retention },
		);

		expect(item?.period.name).toBe(name);
	});

	it('kept equally long are served by the rarer one', () => {
		const [item] = longest(
			{ name: 'hourly', frequency: { every: 'hours', count: 1 }, retention: { keepFor: 'P7D' } },
			{ name: 'daily', frequency: at, retention: { keepFor: 'P7D' } },
		);

		expect(item?.period.name).toBe('daily');
	});
});

describe('jitter', () => {
	it('is the same for a workflow at any time, within its limit, and spreads workflows', () => {
		const seeds = Array.from({ length: 500 }, (_, index) => `workflow-${index}`);
		const delays = seeds.map((seed) => stableDelayMs(seed, 10));

		expect(seeds.map((seed) => stableDelayMs(seed, 10))).toEqual(delays);
		expect(new Set(delays)).toEqual(
			new Set(Array.from({ length: 11 }, (_, minute) => minute * MINUTE_MS)),
		);
		expect(stableDelayMs('any', 0)).toBe(0);
	});

	it('runs later under the scheduled instant', () => {
		const delay = 7 * MINUTE_MS;

		expect(due(given(), '2026-11-22T03:05:00Z', '2026-11-22T03:06:00Z', delay)).toEqual([]);
		expect(due(given(), '2026-11-22T03:06:00Z', '2026-11-22T03:07:00Z', delay)).toEqual([
			['hourly', '2026-11-22T03:00', 0],
		]);
	});

	it('does not make what is on time look missed', () => {
		const delay = 30 * MINUTE_MS;
		const profile = given({ missed: 'skip' });

		expect(due(profile, '2026-11-22T03:29:00Z', '2026-11-22T03:30:00Z', delay)).toHaveLength(1);
	});
});
