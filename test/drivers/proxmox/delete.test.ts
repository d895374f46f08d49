import { closeBenches, proxmoxBench } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

describe('a deletion', () => {
	it('takes one listing, one look at the guest, the order and its task', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.clearRequests();
		await bench.driver.deleteSnapshot(target, snapshot, bench.cancel.signal);
		const tasks = bench.calls().filter((call) => call.includes('/tasks/'));
		expect(bench.calls().filter((call) => !call.includes('/tasks/'))).toEqual([
			'GET /nodes/pve1/qemu/100/snapshot',
			'GET /nodes/pve1/qemu/100/status/current',
			'DELETE /nodes/pve1/qemu/100/snapshot/nightly-1',
		]);
		expect(tasks).toHaveLength(1);
	});

	it('of what is whole is never forced, of what is half-made always', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		await bench.take(target, 'whole');
		bench.simulator.addSnapshot(100, { name: 'half-made', snapstate: 'delete' });
		const { signal } = bench.cancel;
		for (const snapshot of await bench.driver.listSnapshots(target, signal)) {
			await bench.driver.deleteSnapshot(target, snapshot, signal);
		}
		const queries = bench.simulator.requests
			.filter(({ method }) => method === 'DELETE')
			.map(({ path, query }) => `${path.split('/').at(-1)}?${query}`);
		expect(queries.sort()).toEqual(['half-made?force=1', 'whole?']);
		expect(bench.simulator.snapshotsOf(100)).toEqual([]);
	});

	it('that somebody else was faster with is done', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		const happens = () => bench.simulator.guest(100).snapshots.delete('nightly-1');
		bench.simulator.fault('DELETE /nodes', { kind: 'meanwhile', happens: () => void happens() });
		await bench.driver.deleteSnapshot(target, snapshot, bench.cancel.signal);
		expect(bench.simulator.snapshotsOf(100)).toEqual([]);
	});

	it('that fails leaves a lock, of which the next call tells the way out', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.endTasks({ kind: 'workerDies' }, { type: 'qmdelsnapshot' });
		const { signal } = bench.cancel;
		const died = await refusalOf(bench.driver.deleteSnapshot(target, snapshot, signal));
		expect(died.code).toBe('TASK_FAILED');
		const [left] = await bench.driver.listSnapshots(target, signal);
		expect(left?.state).toBe('failed');
		const stuck = await refusalOf(bench.driver.deleteSnapshot(target, snapshot, signal));
		expect(stuck.code).toBe('BUSY');
		expect(stuck.message).toMatch(/snapshot-delete.*`qm unlock 100` on node pve1/);
		bench.simulator.unlock(100);
		await bench.driver.deleteSnapshot(target, snapshot, signal);
		expect(bench.simulator.snapshotsOf(100)).toEqual([]);
	});

	it('of what a replication builds on is CONFLICT', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.failStorage(
			'delete',
			"snapshot 'x' needed by replication job '100-0' - run replication first",
		);
		const error = await refusalOf(
			bench.driver.deleteSnapshot(target, snapshot, bench.cancel.signal),
		);
		expect(error.code).toBe('CONFLICT');
	});
});
