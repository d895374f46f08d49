import type { ReadColumns } from '../../../../drivers/vergeos/profiles/columns';
import { nativePeriodOf } from '../../../../drivers/vergeos/profiles/readPeriod';
import { nextOccurrences } from '../../../../snapshots/schedule/occurrences';
import { profileSchema, type Profile } from '../../../../snapshots/schedule/profile';
import { row, STOCK } from './rows';

const profileOf = (rows: readonly ReadColumns[]): Profile =>
	profileSchema.parse({
		name: 'Imported',
		timeZone: 'Europe/Berlin',
		periods: rows.flatMap((one) => nativePeriodOf(one).period ?? []),
	});

/** A Sunday in winter, shortly before midnight in Berlin. */
const FROM = new Date('2026-11-22T22:30:00.000Z');

const next = (rows: readonly ReadColumns[], count: number): string[] =>
	nextOccurrences(profileOf(rows), FROM, count).map(
		({ period, at }) => `${at.toISOString().slice(0, 16)} ${period.name}`,
	);

describe('a stock profile of VergeOS, imported', () => {
	it.each<[string, string[]]>([
		[
			'System Snapshots',
			[
				'2026-11-22T23:00 Hourly for 3 hours',
				'2026-11-22T23:00 Midnight',
				'2026-11-23T00:00 Hourly for 3 hours',
			],
		],
		['NAS Volume Syncs', ['2026-11-23T17:00 Daily', '2026-11-24T17:00 Daily']],
		['SOX', ['2026-11-22T23:00 Daily', '2026-11-23T23:00 Daily', '2026-11-24T23:00 Daily']],
		['HIPAA', ['2026-11-22T23:00 Daily', '2026-11-23T23:00 Daily']],
	])('%s is due when VergeOS would run it', (name, expected) => {
		expect(next(STOCK[name] ?? [], expected.length)).toEqual(expected);
	});

	it('is due weekly, monthly and yearly where it says so', () => {
		const [yearly, monthly, weekly] = STOCK.SOX ?? [];
		const due = [yearly, monthly, weekly].map((one) => next(one === undefined ? [] : [one], 2));

		expect(due).toEqual([
			['2026-12-31T23:00 Yearly', '2027-12-31T23:00 Yearly'],
			['2026-11-30T23:00 Monthly', '2026-12-31T23:00 Monthly'],
			['2026-11-28T23:00 Weekly', '2026-12-05T23:00 Weekly'],
		]);
	});

	it('keeps as long as VergeOS does', () => {
		const kept = Object.values(STOCK)
			.flat()
			.map((one) => nativePeriodOf(one).period?.retention.keepFor ?? 'for ever');

		expect(kept).toEqual(
			[
				['PT3H', 'P3D', 'P1D'],
				['P3D'],
				['P2555D', 'P365D', 'P31D', 'P7D'],
				['for ever', 'P365D', 'P31D', 'P7D'],
			].flat(),
		);
	});

	it('names what has no place in a profile here, and nothing else', () => {
		const notes = Object.values(STOCK)
			.flat()
			.flatMap((one) => nativePeriodOf(one).notExpressible.map((note) => `${one.name}: ${note}`));

		expect(notes).toEqual([
			expect.stringMatching(/^Hourly for 3 hours: .*immutable/),
			expect.stringMatching(/^Yearly: .*“for ever”/),
		]);
	});
});

describe('a period of VergeOS', () => {
	it.each<[string, Partial<ReadColumns>, string]>([
		['daily', {}, 'daily at 02:00, kept 7 days'],
		['hourly', { frequency: 'hourly', hour: 0, minute: 15 }, 'hourly at minute 15, kept 7 days'],
		[
			'weekly',
			{ frequency: 'weekly', day_of_week: 'fri' },
			'weekly on Friday at 02:00, kept 7 days',
		],
		[
			'monthly',
			{ frequency: 'monthly', day_of_month: 15 },
			'monthly on day 15 at 02:00, kept 7 days',
		],
		[
			'yearly',
			{ frequency: 'yearly', day_of_month: 3, month: 10 },
			'yearly on 3 October at 02:00, kept 7 days',
		],
		[
			'with all its choices',
			{ min_snapshots: 3, quiesce: true, immutable: true, max_tier: '4', retention: 5400 },
			'daily at 02:00, kept 90 minutes, at least 3, quiesced, immutable, max tier 4',
		],
	])('that is %s reads as people would say it', (_what, more, inWords) => {
		expect(nativePeriodOf({ ...row(), ...more }).inWords).toBe(inWords);
	});

	it('keeps its minimum and its quiescing', () => {
		const { period } = nativePeriodOf(row({ min_snapshots: 4, quiesce: true }));

		expect(period).toMatchObject({ quiesce: 'prefer', retention: { minimum: 4 }, memory: false });
		expect(nativePeriodOf(row()).period?.quiesce).toBe('off');
	});

	it('is due hourly at its minute, from midnight on', () => {
		const { period } = nativePeriodOf(row({ frequency: 'hourly', hour: 0, minute: 45 }));

		expect(period?.frequency).toEqual({ every: 'hours', count: 1, from: '00:45' });
	});

	it.each<[string, Partial<ReadColumns>, RegExp]>([
		['a Max Tier', { max_tier: '3' }, /Max Tier 3/],
		['immutable snapshots', { immutable: true }, /immutable/],
		['a minimum of none', { min_snapshots: 0 }, /at least one always stays/],
		['a retention of 0', { retention: 0 }, /“for ever”/],
		['no weekday', { frequency: 'weekly' }, /no weekday; Sunday is assumed/],
		['no day', { frequency: 'monthly' }, /no day of the month; 1 is assumed/],
		['no month', { frequency: 'yearly', day_of_month: 5 }, /no month; January is assumed/],
		['a day that some months lack', { frequency: 'monthly', day_of_month: 31 }, /no day 31/],
		['29 February', { frequency: 'yearly', day_of_month: 29, month: 2 }, /no day 29/],
		['a weekday though it is daily', { day_of_week: 'mon' }, /also names Monday/],
		['a day though it is hourly', { frequency: 'hourly', day_of_month: 5 }, /also names day 5/],
		['a month though it is monthly', { frequency: 'monthly', day_of_month: 5, month: 3 }, /March/],
	])('tells %s, and is carried over without it', (_what, more, note) => {
		const { period, notExpressible } = nativePeriodOf({ ...row(), ...more });

		expect(period).toBeDefined();
		expect(notExpressible).toEqual([expect.stringMatching(note)]);
	});

	it.each<[string, Partial<ReadColumns>, RegExp]>([
		['custom', { frequency: 'custom', day_of_month: 24, month: 12 }, /year/],
		['of a kind that is not known', { frequency: 'lunar' }, /lunar is not known/],
		['at an hour that no day has', { hour: 25 }, /not understood/],
		['on a day that no month has', { frequency: 'monthly', day_of_month: 32 }, /not understood/],
	])('that is %s is not carried over, and says why', (_what, more, note) => {
		const { period, notExpressible, name } = nativePeriodOf({ ...row(), ...more });

		expect({ period, name }).toEqual({ period: undefined, name: 'Nightly' });
		expect(notExpressible).toEqual([expect.stringMatching(note)]);
	});
});
