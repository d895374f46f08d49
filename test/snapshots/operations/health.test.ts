import type { Expectation } from '../../../snapshots/health/expectation';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { checkHealth, type HealthOrder } from '../../../snapshots/operations/health';
import { EVERYTHING, type TargetFilter } from '../../../snapshots/selection/targetFilter';
import { profileSchema } from '../../../snapshots/schedule/profile';
import { nightly, onDemand, operationsBench, PATIENCE } from '../../support/bench';

const NIGHTLY = profileSchema.parse({
	name: 'Nightly',
	timeZone: 'UTC',
	periods: [{ name: 'daily', frequency: { every: 'day', at: '02:00' }, retention: { last: 7 } }],
});
const BY_NIGHTLY: Expectation = { by: 'profile', profile: NIGHTLY, graceMinutes: 60 };

type Bench = ReturnType<typeof operationsBench>;

const check = async (
	{ on }: Bench,
	filter: Partial<TargetFilter>,
	more: Partial<HealthOrder> = {},
) =>
	(
		await checkHealth(on, {
			selection: { mode: 'filter', level: 'vm', filter: { ...EVERYTHING, ...filter } },
			expectation: BY_NIGHTLY,
			includeNotCovered: false,
			patience: PATIENCE,
			...more,
		})
	).map(({ target, health }) => ({
		name: target.name,
		state: health.recovery.state,
		codes: health.findings.map(({ code }) => code),
	}));

describe('the health of what a filter covers', () => {
	it('is told for each target, by one listing, whether or not it has snapshots', async () => {
		const bench = operationsBench();
		await createSnapshot(bench.on, bench.driver.controls.target('vm-1'), nightly());
		const before = bench.driver.controls.requests.total();

		const found = await check(bench, {});

		expect(found.map(({ name }) => name)).toEqual(['db-01', 'web-01']);
		expect(found[0]?.codes).toEqual(['NO_SNAPSHOT']);
		expect(bench.driver.controls.requests.total()).toBe(before + 1);
	});

	it('leaves out what the filter does not cover, unless nothing protects it and somebody asks', async () => {
		const bench = operationsBench();
		await createSnapshot(bench.on, bench.driver.controls.target('vm-1'), onDemand('run'));

		expect((await check(bench, { names: ['web-*'] })).map(({ name }) => name)).toEqual(['web-01']);
		const all = await check(bench, { names: ['web-*'] }, { includeNotCovered: true });
		expect(all.map(({ name, codes }) => [name, codes[0]])).toEqual([
			['db-01', 'NOT_COVERED'],
			['web-01', 'NO_SNAPSHOT'],
		]);
		const none = await check(bench, { names: ['none'] }, { includeNotCovered: true });
		expect(none.map(({ name }) => name)).toEqual(['db-01']);
	});

	it('tells what a profile left behind where its filter does not reach any more', async () => {
		const bench = operationsBench();
		await createSnapshot(bench.on, bench.driver.controls.target('vm-1'), nightly());

		const found = await check(bench, { names: ['db-*'] });

		expect(found.map(({ name, codes }) => [name, codes])).toEqual([
			['db-01', ['NO_SNAPSHOT']],
			['web-01', ['ORPHANED']],
		]);
	});
});

it('one target is judged by what it has, and a missing one is told', async () => {
	const bench = operationsBench();
	const target = bench.driver.controls.target('vm-1');
	await createSnapshot(bench.on, target, onDemand('run'));
	const expectation: Expectation = { by: 'age', maxAgeHours: 24 };

	const one = { selection: { mode: 'ref', target } as const, expectation };
	expect(await check(bench, {}, one)).toEqual([{ name: 'web-01', state: 'kept', codes: [] }]);
	const gone = { ...target, id: 'vm-9', name: 'gone-01' };
	const call = check(bench, {}, { ...one, selection: { mode: 'ref', target: gone } });
	await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
