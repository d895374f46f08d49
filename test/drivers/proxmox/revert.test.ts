import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { DEFAULT_PATIENCE } from '../../../snapshots/connection';
import type { StorageDriver } from '../../simulators/proxmox';
import { closeBenches, proxmoxBench, type ProxmoxBench } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

const ROLLBACK = 'POST /nodes/pve1/qemu/100/snapshot/nightly-1/rollback';

const on = async (driver: StorageDriver) =>
	await proxmoxBench({ storages: [{ name: 'disks', driver }] });

const powers = (bench: ProxmoxBench) =>
	bench.calls().filter((call) => call.includes('/status/') && call.startsWith('POST'));

describe('a revert', () => {
	it.each([
		['running', false, 'running', ['POST /nodes/pve1/qemu/100/status/start'], 'running'],
		['running', false, 'stopped', [], 'stopped'],
		['running', false, 'asSnapshot', [], 'stopped'],
		['running', true, 'running', [], 'running'],
		['running', true, 'stopped', ['POST /nodes/pve1/qemu/100/status/stop'], 'stopped'],
		['running', true, 'asSnapshot', [], 'running'],
		['stopped', false, 'stopped', [], 'stopped'],
		['stopped', false, 'running', ['POST /nodes/pve1/qemu/100/status/start'], 'running'],
	] as const)(
		'of a VM that is %s, memory in the snapshot: %s, asked to end %s, switches %j and ends %s',
		async (before, memory, power, switched, after) => {
			const bench = await proxmoxBench();
			const target = await bench.target('web-01');
			const snapshot = await bench.take(target, 'nightly-1', { memory });
			bench.simulator.setPower(100, before);
			bench.simulator.clearRequests();
			const reverted = await bench.driver.revertToSnapshot(
				target,
				snapshot,
				{ power },
				bench.cancel.signal,
			);
			expect(reverted.powerState).toBe(after);
			expect(bench.simulator.powerOf(100)).toBe(after);
			expect(powers(bench)).toEqual(switched);
			expect(bench.calls().filter((call) => call === ROLLBACK)).toHaveLength(1);
		},
	);

	it.each(['zfspool', 'lvm-volume-chain', 'dir-volume-chain'] as const)(
		'past newer snapshots on %s is refused with their names before anything is cut off',
		async (driver) => {
			const bench = await on(driver);
			const target = await bench.target('web-01');
			const older = await bench.take(target, 'nightly-1');
			await bench.take(target, 'nightly-2');
			await bench.take(target, 'nightly-3');
			const { signal } = bench.cancel;
			const call = bench.driver.revertToSnapshot(target, older, { power: 'running' }, signal);
			const error = await refusalOf(call);
			expect(error.code).toBe('CONFLICT');
			expect(error.message).toMatch(/web-01.*nightly-1.*disks:/);
			expect(error.advice).toMatch(/nightly-3, nightly-2/);
			expect(bench.calls()).not.toContain(ROLLBACK);
			expect(bench.simulator.powerOf(100)).toBe('running');
		},
	);

	it('that the storage refuses for newer ones tells which, though nobody could know before', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const older = await bench.take(target, 'nightly-1');
		await bench.take(target, 'nightly-2');
		const said = "can't rollback, 'nightly-1' is not most recent snapshot on 'x:y'";
		bench.simulator.failStorage('rollback', said);
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, older, { power: 'running' }, signal);
		const error = await refusalOf(call);
		expect(error.code).toBe('CONFLICT');
		expect(error.advice).toContain('nightly-2');
	});

	it('with a safety snapshot is refused on ZFS, and goes through without', async () => {
		const bench = await on('zfspool');
		const target = await bench.target('web-01');
		bench.simulator.write(100, 'before');
		await bench.take(target, 'nightly-1');
		bench.simulator.write(100, 'after');
		const order = {
			snapshot: { by: 'name', value: 'nightly-1' },
			power: 'asBefore',
			runKey: 'run-1',
			patience: DEFAULT_PATIENCE,
		} as const;
		const refused = revertToSnapshot(bench.on, target, { ...order, safetySnapshot: true });
		expect((await refusalOf(refused)).message).toMatch(/safety snapshot/i);
		expect(bench.simulator.snapshotsOf(100)).toHaveLength(1);
		const done = await revertToSnapshot(bench.on, target, { ...order, safetySnapshot: false });
		expect(done.target.powerState).toBe('running');
		expect(bench.simulator.read(100)).toBe('before');
	});

	it('of a VM under high availability waits until the cluster has switched it', async () => {
		const bench = await proxmoxBench({ durations: { haReaction: 10 } });
		bench.simulator.addGuest({ name: 'ha-01', ha: true });
		const target = await bench.target('ha-01');
		const snapshot = await bench.take(target);
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		expect((await call).powerState).toBe('running');
	});

	it('that fails half-way says that what ran was cut off for it', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.failStorage('rollback', 'the storage went to sleep');
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		const error = await refusalOf(call);
		expect(error.code).toBe('TASK_FAILED');
		expect(error.message).toMatch(/went to sleep/);
		expect(error.message.endsWith('It was cut off for this and is stopped now')).toBe(
			bench.simulator.powerOf(100) === 'stopped',
		);
	});

	it('that worked, but for the start after it, says so', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		bench.simulator.write(100, 'before');
		const snapshot = await bench.take(target);
		bench.simulator.write(100, 'after');
		bench.simulator.endTasks({ kind: 'fails', message: 'no bridge vmbr7' }, { type: 'qmstart' });
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		const error = await refusalOf(call);
		expect(error.message).toMatch(/was reverted to nightly-1, but: .*start.*no bridge vmbr7/);
		expect(bench.simulator.read(100)).toBe('before');
	});

	it('while the guest is replicated is BUSY', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.holdMigrationLock(100);
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code: 'BUSY', retryable: true });
		expect(error.message).toMatch(/web-01 is being replicated/);
	});

	it('to a snapshot that was made anew under its name is NOT_FOUND', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		const former = { ...snapshot, createdAt: new Date(snapshot.createdAt.getTime() - 86_400_000) };
		const { signal } = bench.cancel;
		const call = bench.driver.revertToSnapshot(target, former, { power: 'running' }, signal);
		expect((await refusalOf(call)).code).toBe('NOT_FOUND');
		await bench.driver.deleteSnapshot(target, former, signal);
		expect(bench.simulator.snapshotsOf(100)).toHaveLength(1);
	});

	it('to one that was never finished is refused', async () => {
		const bench = await proxmoxBench();
		bench.simulator.addSnapshot(100, { name: 'half-made', snapstate: 'prepare' });
		const target = await bench.target('web-01');
		const { signal } = bench.cancel;
		const [half] = await bench.driver.listSnapshots(target, signal);
		if (half === undefined) throw new Error('It is not listed');
		expect(half.state).toBe('failed');
		const call = bench.driver.revertToSnapshot(target, half, { power: 'running' }, signal);
		expect(await refusalOf(call)).toMatchObject({ code: 'CONFLICT' });
	});
});
