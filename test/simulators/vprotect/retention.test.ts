import type { RuleSpec, VprotectOptions } from './index';
import { DAY, HOUR, NOW_MILLISECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

/** A VM with snapshots that are so many days old, oldest first. */
async function givenAges(
	rule: RuleSpec,
	ages: readonly number[],
	options: VprotectOptions = {},
): Promise<Given & { vm: string; ages: () => number[]; takeOne: () => Promise<unknown> }> {
	const given = await bench.given(options);
	const { simulator, client } = given;
	simulator.addPolicy({ name: 'Daily', rule });
	const vm = simulator.addVm({ name: 'web-01', policy: 'Daily' });
	for (const age of ages) {
		simulator.addSnapshot(vm, { takenAt: new Date(NOW_MILLISECONDS - age * DAY) });
	}
	return {
		...given,
		vm,
		ages: () => simulator.snapshotsOf(vm).map(({ takenAt }) => (NOW_MILLISECONDS - takenAt) / DAY),
		takeOne: async () => await client.orderSnapshot(vm, simulator.ruleOf('Daily')),
	};
}

describe('a snapshot task', () => {
	it.each([
		['by count', { versions: 3 }, [1, 0.5, 0]],
		['by age, where exactly as old is not older', { days: 2 }, [2, 1, 0.5, 0]],
		['by either of both', { versions: 4, days: 1 }, [1, 0.5, 0]],
		['not at all when both knobs are off', {}, [9, 2, 1, 0.5, 0]],
	] as const)('removes what its policy needs no longer: %s', async (_how, rule, left) => {
		const { ages, takeOne } = await givenAges(rule, [9, 2, 1, 0.5]);
		await takeOne();
		expect(ages()).toEqual(left);
	});

	it('may remove only what is over count and over age', async () => {
		const options: VprotectOptions = { quirks: { retention: 'countAndAge' } };
		const { ages, takeOne } = await givenAges({ versions: 1, days: 2 }, [9, 5, 1], options);
		await takeOne();
		expect(ages()).toEqual([1, 0]);
	});

	it('leaves alone what others made, and what incremental backup needs', async () => {
		const { simulator, vm, ages, takeOne } = await givenAges({ versions: 1 }, [9]);
		simulator.addPolicy({ name: 'Other' });
		const takenAt = new Date(NOW_MILLISECONDS - 8 * DAY);
		simulator.addSnapshot(vm, { takenAt, policy: 'Other' });
		simulator.addSnapshot(vm, { takenAt, policy: null });
		simulator.addSnapshot(vm, { takenAt, incremental: true });
		simulator.addSnapshot(vm, { takenAt, incremental: true, policy: 'Daily' });
		await takeOne();
		expect(ages()).toEqual([8, 8, 8, 8, 0]);
	});

	it('removes nothing when it fails', async () => {
		const { simulator, ages, takeOne } = await givenAges({ versions: 1 }, [9, 5]);
		simulator.failTasks('Busy');
		await takeOne();
		expect(ages()).toEqual([9, 5]);
	});
});

describe('the daily removal', () => {
	it('is a task at its time of day for every VM with a policy', async () => {
		const options: VprotectOptions = { settings: { oldSnapshotsRemovalTime: 11 * HOUR } };
		const { client, simulator, clock, ages } = await givenAges({ days: 2 }, [9, 2], options);
		simulator.addVm({ name: 'free' });
		await clock.advance(8 * HOUR);
		expect(await client.list('/tasks')).toEqual([]);
		await clock.advance(2 * HOUR);
		expect(await client.list('/tasks')).toMatchObject([
			{
				type: { name: 'OLD_SNAPSHOTS_REMOVAL' },
				protectedEntity: { name: 'web-01' },
				startTime: NOW_MILLISECONDS + 9 * HOUR,
			},
		]);
		expect(ages()).toEqual([]);
		await clock.advance(3 * DAY);
		expect(await client.list('/tasks')).toHaveLength(4);
	});

	it('does not happen where it is off', async () => {
		const { client, clock, ages } = await givenAges({ days: 2 }, [9]);
		await clock.advance(3 * DAY);
		expect(await client.list('/tasks')).toEqual([]);
		expect(ages()).toEqual([9]);
	});
});
