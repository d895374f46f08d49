import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import type { RevertOrder } from '../../../snapshots/operations/revert/revertOrder';
import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { PATIENCE, nightly, onDemand, operationsBench } from '../../support/bench';

const order = (overrides: Partial<RevertOrder> = {}): RevertOrder => ({
	snapshot: { by: 'newestManaged' },
	power: 'asBefore',
	safetySnapshot: true,
	runKey: 'run 7',
	patience: PATIENCE,
	...overrides,
});

async function upgradedBench(options = {}) {
	const bench = operationsBench(options);
	const { on, driver, clock } = bench;
	const target = driver.controls.target('vm-1');
	driver.controls.write('vm-1', { disk: 'version 1', memory: 'app 1' });
	const { snapshot } = await createSnapshot(on, target, onDemand('upgrade', { memory: true }));
	await clock.advance(1000);
	driver.controls.write('vm-1', { disk: 'version 2, broken', memory: 'app 2' });
	return { ...bench, target, snapshot };
}

describe('revertToSnapshot', () => {
	it('brings back the content and keeps the broken state in a safety snapshot', async () => {
		const { on, driver, target, snapshot } = await upgradedBench();
		const outcome = await revertToSnapshot(on, target, order());
		expect(outcome).toMatchObject({ action: 'reverted', snapshot: { id: snapshot.id }, lost: [] });
		expect(driver.controls.read('vm-1')).toEqual({ disk: 'version 1', memory: 'app 1' });
		const undone = await revertToSnapshot(
			on,
			outcome.target,
			order({
				snapshot: { by: 'id', value: outcome.safetySnapshot?.id ?? '' },
				safetySnapshot: false,
			}),
		);
		expect(undone.action).toBe('reverted');
		expect(driver.controls.read('vm-1').disk).toBe('version 2, broken');
	});

	it('says so when no safety snapshot was taken', async () => {
		const { on, driver, target } = await upgradedBench();
		const outcome = await revertToSnapshot(on, target, order({ safetySnapshot: false }));
		expect(outcome.safetySnapshot).toBeUndefined();
		expect(outcome.warnings.map(({ code }) => code)).toContain('NO_SAFETY_SNAPSHOT');
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
	});

	it.each([
		['asBefore', 'running'],
		['running', 'running'],
		['stopped', 'stopped'],
	] as const)('ends in the power state asked for: %s', async (power, expected) => {
		const { on, target } = await upgradedBench();
		const outcome = await revertToSnapshot(on, target, order({ power }));
		expect(outcome.target.powerState).toBe(expected);
	});

	it('warns when the target ends in another power state than it had', async () => {
		const { on, target } = await upgradedBench();
		const outcome = await revertToSnapshot(on, target, order({ power: 'stopped' }));
		expect(outcome.warnings.map(({ code }) => code)).toContain('POWER_CHANGED');
	});

	it('refuses where newer snapshots stand in the way, naming them, before anything is changed', async () => {
		const { on, driver, target, snapshot, clock } = await upgradedBench({ revertOnlyNewest: true });
		const newer = await createSnapshot(on, target, nightly());
		await clock.advance(1000);
		const choice = { by: 'id', value: snapshot.id } as const;
		await expect(
			revertToSnapshot(on, target, order({ snapshot: choice, safetySnapshot: false })),
		).rejects.toMatchObject({
			code: 'CONFLICT',
			advice: expect.stringContaining(newer.snapshot.name),
		});
		expect(driver.controls.snapshots('vm-1')).toHaveLength(2);
		expect(driver.controls.read('vm-1').disk).toBe('version 2, broken');
	});

	it('refuses a safety snapshot that would itself block the revert', async () => {
		const { on, driver, target } = await upgradedBench({ revertOnlyNewest: true });
		await expect(revertToSnapshot(on, target, order())).rejects.toMatchObject({
			code: 'CONFLICT',
			advice: expect.stringContaining('Safety Snapshot First'),
		});
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
		const outcome = await revertToSnapshot(on, target, order({ safetySnapshot: false }));
		expect(outcome.action).toBe('reverted');
	});

	it('finds its own safety snapshot again when the same run is repeated', async () => {
		const { on, driver, target, snapshot } = await upgradedBench();
		const chosen = order({ snapshot: { by: 'id', value: snapshot.id } });
		await revertToSnapshot(on, target, chosen);
		await revertToSnapshot(on, target, chosen);
		expect(driver.controls.snapshots('vm-1')).toHaveLength(2);
	});

	it('refuses a snapshot name that is not unique, and one that is missing', async () => {
		const { on, target } = await upgradedBench();
		const missing = order({ snapshot: { by: 'name', value: 'before-lunch' } });
		await expect(revertToSnapshot(on, target, missing)).rejects.toMatchObject({
			code: 'NOT_FOUND',
			message: 'web-01 has no snapshot before-lunch',
		});
	});

	it('refuses a snapshot that is not ready', async () => {
		const { on, driver, target, snapshot } = await upgradedBench();
		driver.controls.bendSnapshot('vm-1', snapshot.id, { state: 'failed' });
		const chosen = order({ snapshot: { by: 'id', value: snapshot.id } });
		await expect(revertToSnapshot(on, target, chosen)).rejects.toMatchObject({ code: 'CONFLICT' });
	});

	it('says that the revert is done when only the power state is wrong', async () => {
		const { on, driver, target } = await upgradedBench();
		const revert = driver.revertToSnapshot.bind(driver);
		jest.spyOn(driver, 'revertToSnapshot').mockImplementation(async (...args) => {
			const after = await revert(...args);
			driver.controls.setPower('vm-1', 'stopped');
			return after;
		});
		await expect(revertToSnapshot(on, target, order())).rejects.toMatchObject({
			code: 'TASK_FAILED',
			message: expect.stringContaining('is stopped instead of running'),
			advice: expect.stringContaining('The revert itself is done'),
		});
	});
});
