import fc from 'fast-check';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { pruneSnapshots } from '../../../snapshots/operations/prune';
import { snapshotsOf } from '../../../snapshots/operations/snapshotsOf';
import { policyOf } from '../../../snapshots/retention/policy';
import { simulateProfile } from '../../../snapshots/retention/simulate';
import { dueItems } from '../../../snapshots/schedule/due';
import { expiryOf, profileSchema, type Profile } from '../../../snapshots/schedule/profile';
import { PATIENCE, nightly, operationsBench } from '../../support/bench';

const HALF_HOUR_MS = 1_800_000;

const profileOf = (periods: unknown, timeZone = 'Europe/Paris', more: object = {}): Profile =>
	profileSchema.parse({ name: 'Nightly', timeZone, periods, ...more });

const daily = (retention: object, at = '02:00', name = 'daily') => ({
	name,
	frequency: { every: 'day', at },
	retention,
});

describe('simulateProfile', () => {
	it('tells what exists when each day ends, and the most at once', () => {
		const { days, peak, warnings } = simulateProfile(profileOf([daily({ last: 2 })]), {
			from: new Date('2026-11-20T00:00:00Z'),
			days: 4,
		});
		expect(days.map(({ date, existing, most }) => [date, existing.length, most])).toEqual([
			['2026-11-20', 1, 1],
			['2026-11-21', 2, 2],
			['2026-11-22', 2, 3],
			['2026-11-23', 2, 3],
		]);
		expect(peak).toEqual({ count: 3, at: new Date('2026-11-22T01:00:00Z') });
		expect(warnings).toEqual([]);
	});

	it('warns above three at once, and above what the system allows', () => {
		const from = new Date('2026-11-20T00:00:00Z');
		const profile = profileOf([daily({ last: 3 })]);
		expect(simulateProfile(profile, { from, days: 9 }).warnings).toEqual([
			'At its peak each VM has 4 snapshots. More than 3 at once cost speed and space on most systems.',
		]);
		const limits = [
			{ system: 'A hypervisor', most: 3 },
			{ system: 'Another', most: 4 },
		];
		expect(simulateProfile(profile, { from, days: 9, limits }).warnings).toEqual([
			'At its peak each VM has 4 snapshots; A hypervisor allows 3.',
			'At its peak each VM has 4 snapshots. More than 3 at once cost speed and space on most systems.',
		]);
	});

	it('tells of each period that it removes none of, for these become more', () => {
		const periods = [daily({ last: 2 }), daily({}, '03:00', 'for ever')];
		const from = new Date('2026-11-20T00:00:00Z');

		expect(simulateProfile(profileOf(periods), { from, days: 3 }).warnings).toContain(
			'In the next 3 days no snapshot of for ever is removed: they become more.',
		);
	});

	it('tells what is made and removed on each day, and ends when it has decided enough', () => {
		const from = new Date('2026-11-20T00:00:00Z');
		const { days, until } = simulateProfile(profileOf([daily({ last: 1 })]), {
			from,
			days: 100,
			enough: 70,
		});

		const at = (day: string) => `daily 2026-11-${day}T01:00:00.000Z`;
		const ids = (list: ReadonlyArray<{ id: string }>) => list.map(({ id }) => id);
		expect(days.map(({ made, removed }) => [ids(made), ids(removed)])).toEqual([
			[[at('20')], []],
			[[at('21')], [at('20')]],
			[[at('22')], [at('21')]],
		]);
		expect(until).toEqual(new Date('2026-11-22T23:00:00.000Z'));
	});

	it('tells 100 days of hourly, daily and weekly in which nothing is lost or left over', () => {
		const profile = profileOf([
			{ name: 'hourly', frequency: { every: 'hours', count: 1 }, retention: { hourly: 24 } },
			daily({ daily: 7 }),
			{
				name: 'weekly',
				frequency: { every: 'week', weekdays: ['sunday'], at: '03:00' },
				retention: { weekly: 4 },
			},
		]);
		const from = new Date('2026-01-31T23:00:00Z');
		const { days, peak } = simulateProfile(profile, { from, days: 100 });
		expect(new Set(days.slice(30).map(({ existing }) => existing.length))).toEqual(
			new Set([24 + 7 + 4]),
		);
		expect(peak.count).toBe(24 + 7 + 4 + 1);
	});

	const count = fc.integer({ min: 1, max: 4 });
	const retentions = fc.oneof(
		fc.record({ last: count }),
		fc.record({ daily: count, hourly: count, minimum: count }),
		fc.record({ weekly: count, within: fc.constantFrom('PT12H', 'P1D', 'P3D') }),
		fc.record({ keepFor: fc.constantFrom('PT12H', 'P1D', 'P2D'), minimum: count }),
		fc.record({
			withinDaily: fc.constantFrom('P2D', 'P1W'),
			maxAge: fc.constantFrom('P1D', 'P4D'),
		}),
	);
	const frequencies = fc.oneof(
		fc.constantFrom('00:00', '02:30', '03:00').map((at) => ({ every: 'day', at })),
		fc.constantFrom(6, 8, 12).map((hours) => ({ every: 'hours', count: hours })),
	);
	const situations = fc.record({
		frequencies: fc.array(frequencies, { minLength: 1, maxLength: 2 }),
		retentions: fc.array(retentions, { minLength: 2, maxLength: 2 }),
		coinciding: fc.constantFrom('each', 'longestKept'),
		start: fc.constantFrom(
			{ timeZone: 'Europe/Paris', from: '2026-10-22T22:00:00Z' },
			{ timeZone: 'Europe/Paris', from: '2026-03-26T23:00:00Z' },
			{ timeZone: 'America/Sao_Paulo', from: '2018-02-16T02:00:00Z' },
		),
	});

	it('is what Create Snapshot and Prune by Retention come to on the in-memory system', async () => {
		await fc.assert(
			fc.asyncProperty(situations, async ({ coinciding, start, ...drawn }) => {
				const { timeZone, from } = start;
				const periods = drawn.frequencies.map((frequency, at) => {
					return { name: `p${at}`, frequency, retention: drawn.retentions[at] };
				});
				const profile = profileOf(periods, timeZone, { coinciding });
				const days = 4;
				const simulated = simulateProfile(profile, { from: new Date(from), days });
				const done = await carriedOut(profile, new Date(from), days);
				expect(simulated.days.map(({ existing }) => keysOf(existing))).toEqual(
					done.map(({ existing }) => existing),
				);
				expect(simulated.days.map(({ most }) => most)).toEqual(done.map(({ most }) => most));
			}),
			{ numRuns: 25 },
		);
	}, 60_000);
});

const keysOf = (list: ReadonlyArray<{ period: string; createdAt: Date }>): string[] =>
	list.map(({ period, createdAt }) => `${period} ${createdAt.toISOString()}`).sort();

/** Looks at the clock each half hour, as the trigger does each minute, and does what is due. */
async function carriedOut(profile: Profile, from: Date, days: number) {
	const bench = operationsBench({ without: ['nativeExpiry'] }, from.toISOString());
	const { on, driver, clock } = bench;
	const target = driver.controls.target('vm-1');
	const { timeZone } = profile;
	const dayOf = () => new Intl.DateTimeFormat('en-CA', { timeZone }).format(clock.now());
	const byDay = new Map<string, { existing: string[]; most: number }>();
	let since = new Date(from.getTime() - 1);
	let existing: string[] = [];
	for (;;) {
		const day = byDay.get(dayOf()) ?? { existing, most: existing.length };
		byDay.set(dayOf(), day);
		if (byDay.size > days) return [...byDay.values()].slice(0, days);
		for (const { period, scheduledAt } of dueItems(profile, since, clock.now())) {
			const at = new Date(scheduledAt);
			const identity = { profile: profile.name, period: period.name, scheduledAt: at };
			const expiresAt = expiryOf(period, timeZone, at);
			await createSnapshot(on, target, nightly({ identity, expiresAt }));
			day.most = Math.max(day.most, (await present()).length);
			await pruneSnapshots(on, target, {
				profile: profile.name,
				period: period.name,
				policy: policyOf(period.retention),
				timeZone,
				includeForeign: false,
				preview: false,
				patience: PATIENCE,
			});
			day.existing = existing = await present();
		}
		since = clock.now();
		await clock.advance(HALF_HOUR_MS);
	}

	async function present(): Promise<string[]> {
		const found = await snapshotsOf(on, target, on.signal);
		return keysOf(found.map(({ mark, createdAt }) => ({ period: mark?.period ?? '', createdAt })));
	}
}
