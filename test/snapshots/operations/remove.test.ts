import { SnapshotError } from '../../../snapshots/errors';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { removeSnapshot } from '../../../snapshots/operations/remove';
import { PATIENCE, nightly, onDemand, operationsBench } from '../../support/bench';

const byId = (value: string) => ({
	snapshot: { by: 'id', value } as const,
	includeForeign: false,
	preview: false,
	patience: PATIENCE,
});

async function foreignSnapshot({ driver }: ReturnType<typeof operationsBench>) {
	const request = { name: 'by-hand', description: 'made by hand', memory: false, quiesce: false };
	const target = driver.controls.target('vm-1');
	return await driver.createSnapshot(target, request, new AbortController().signal);
}

describe('removeSnapshot', () => {
	it('removes one exact snapshot and nothing else', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const first = await createSnapshot(on, target, onDemand('1'));
		const second = await createSnapshot(on, target, onDemand('2'));
		const outcome = await removeSnapshot(on, target, byId(first.snapshot.id));
		expect(outcome.action).toBe('deleted');
		expect(driver.controls.snapshots('vm-1').map(({ id }) => id)).toEqual([second.snapshot.id]);
	});

	it('tells what it would remove in a preview, and removes nothing', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const made = await createSnapshot(on, target, nightly());
		const order = { ...byId(made.snapshot.id), preview: true };
		expect((await removeSnapshot(on, target, order)).action).toBe('wouldDelete');
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
	});

	it('refuses a foreign snapshot unless it is included for this run', async () => {
		const bench = operationsBench();
		const foreign = await foreignSnapshot(bench);
		const target = bench.driver.controls.target('vm-1');
		await expect(removeSnapshot(bench.on, target, byId(foreign.id))).rejects.toMatchObject({
			code: 'CONFLICT',
			message: 'Snapshot by-hand of web-01 was not made by this package',
		});
		const order = { ...byId(foreign.id), includeForeign: true };
		expect((await removeSnapshot(bench.on, target, order)).action).toBe('deleted');
	});

	it('refuses a mark that was copied from another target', async () => {
		const { on, driver } = operationsBench();
		const made = await createSnapshot(on, driver.controls.target('vm-2'), nightly());
		const target = driver.controls.target('vm-1');
		const request = { ...made.snapshot, memory: false, quiesce: false };
		const forged = await driver.createSnapshot(target, request, on.signal);
		await expect(removeSnapshot(on, target, byId(forged.id))).rejects.toMatchObject({
			code: 'CONFLICT',
		});
	});

	it('refuses a held snapshot and says who holds it and why', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const hold = { by: 'Ada', reason: 'incident 17' };
		const made = await createSnapshot(on, target, nightly({ hold }));
		await expect(removeSnapshot(on, target, byId(made.snapshot.id))).rejects.toMatchObject({
			code: 'CONFLICT',
			message: expect.stringContaining('held by Ada: incident 17'),
		});
	});

	it('refuses a snapshot that something depends on, and says what', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const made = await createSnapshot(on, target, nightly());
		driver.controls.bendSnapshot('vm-1', made.snapshot.id, { inUse: 'linked clone web-02' });
		await expect(removeSnapshot(on, target, byId(made.snapshot.id))).rejects.toMatchObject({
			code: 'CONFLICT',
			message: expect.stringContaining('linked clone web-02'),
		});
	});

	it('says which snapshot is missing on which target', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		await expect(removeSnapshot(on, target, byId('gone'))).rejects.toMatchObject({
			code: 'NOT_FOUND',
			message: 'web-01 has no snapshot gone',
		});
	});

	it('counts a removal as done when only its answer was lost', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const made = await createSnapshot(on, target, nightly());
		const error = new SnapshotError('UNREACHABLE', 'The connection broke', { system: 'memory' });
		driver.controls.failNext('deleteSnapshot', { error, when: 'after' });
		expect((await removeSnapshot(on, target, byId(made.snapshot.id))).action).toBe('deleted');
		driver.controls.failNext('deleteSnapshot', { error });
		const second = await createSnapshot(on, target, onDemand('2'));
		await expect(removeSnapshot(on, target, byId(second.snapshot.id))).rejects.toBe(error);
	});

	it('never reports success while the system still lists the snapshot', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const made = await createSnapshot(on, target, nightly());
		jest.spyOn(driver, 'deleteSnapshot').mockResolvedValue();
		await expect(removeSnapshot(on, target, byId(made.snapshot.id))).rejects.toMatchObject({
			code: 'TASK_FAILED',
			message: expect.stringContaining('still there'),
		});
	});

	it('says how many newer snapshots built on it and stay', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const first = await createSnapshot(on, target, onDemand('1'));
		await createSnapshot(on, target, onDemand('2'));
		const outcome = await removeSnapshot(on, target, byId(first.snapshot.id));
		expect(outcome.warnings.map(({ code }) => code)).toEqual(['CHILDREN_KEPT']);
	});
});
