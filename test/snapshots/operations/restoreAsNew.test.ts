import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { restoreAsNew, type RestoreOrder } from '../../../snapshots/operations/restoreAsNew';
import { PATIENCE, nightly, operationsBench } from '../../support/bench';

const order = (overrides: Partial<RestoreOrder> = {}): RestoreOrder => ({
	snapshot: { by: 'newestManaged', profile: 'Nightly' },
	newName: 'web-01-test',
	connectNetwork: false,
	powerOn: false,
	patience: PATIENCE,
	...overrides,
});

async function snapshotBench() {
	const bench = operationsBench();
	const target = bench.driver.controls.target('vm-1');
	bench.driver.controls.write('vm-1', { disk: 'as of last night' });
	await createSnapshot(bench.on, target, nightly());
	bench.driver.controls.write('vm-1', { disk: 'as of today' });
	return { ...bench, target };
}

describe('restoreAsNew', () => {
	it('makes an isolated, stopped copy and leaves the source as it was', async () => {
		const { on, driver, target } = await snapshotBench();
		const { newTarget, action } = await restoreAsNew(on, target, order());
		expect(action).toBe('restored');
		expect(newTarget).toMatchObject({ name: 'web-01-test', powerState: 'stopped' });
		expect(driver.controls.read(newTarget.id).disk).toBe('as of last night');
		expect(driver.controls.network(newTarget.id).connected).toBe(false);
		expect(driver.controls.read('vm-1').disk).toBe('as of today');
		expect(driver.controls.target('vm-1')).toEqual(target);
	});

	it('powers on and connects only when asked', async () => {
		const { on, driver, target } = await snapshotBench();
		const asked = order({ powerOn: true, connectNetwork: true });
		const { newTarget } = await restoreAsNew(on, target, asked);
		expect(newTarget.powerState).toBe('running');
		expect(driver.controls.network(newTarget.id).connected).toBe(true);
	});

	it.each(['', 'a/b', 'x'.repeat(500)])(
		'refuses the name %p before the first request',
		async (newName) => {
			const { on, driver, target } = await snapshotBench();
			const before = driver.controls.requests.total();
			await expect(restoreAsNew(on, target, order({ newName }))).rejects.toMatchObject({
				code: 'INVALID_INPUT',
				message: expect.stringContaining('web-01'),
				advice: expect.stringContaining('New Name'),
			});
			expect(driver.controls.requests.total()).toBe(before);
		},
	);

	it('refuses a name that is taken, and makes nothing', async () => {
		const { on, driver, target } = await snapshotBench();
		await expect(restoreAsNew(on, target, order({ newName: 'db-01' }))).rejects.toMatchObject({
			code: 'CONFLICT',
			message: 'web-01 can’t be restored as db-01: that name is taken',
		});
		expect(driver.controls.machines.size).toBe(2);
	});

	it('says which profile has no snapshot', async () => {
		const { on, driver } = await snapshotBench();
		const bare = driver.controls.target('vm-2');
		await expect(restoreAsNew(on, bare, order())).rejects.toMatchObject({
			code: 'NOT_FOUND',
			message: 'db-01 has no ready snapshot of profile Nightly',
		});
	});
});
