import { closeBenches, proxmoxBench } from './bench';
import { refusalOf } from './fakeCluster';

afterEach(closeBenches);

const NODES = { nodes: ['pve1', 'pve2', 'pve3'] };

async function elsewhere() {
	const bench = await proxmoxBench(NODES);
	const vmid = bench.simulator.addGuest({ name: 'far-01', node: 'pve2', agent: 'running' });
	return { bench, vmid, target: await bench.target('far-01') };
}

describe('a guest', () => {
	it('that moves between the look and each call is found where it is', async () => {
		const { bench, vmid, target } = await elsewhere();
		const { signal } = bench.cancel;
		bench.simulator.migrate(vmid, 'pve3');
		const snapshot = await bench.take(target, 'nightly-1', { quiesce: true });
		expect(snapshot.consistency).toBe('quiesced');
		bench.simulator.migrate(vmid, 'pve2');
		await bench.driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		bench.simulator.migrate(vmid, 'pve3');
		const request = { name: 'copy-01', connectNetwork: false, powerOn: false };
		bench.simulator.addStorage({ name: 'ceph', driver: 'rbd' });
		await bench.driver.restoreAsNew(target, snapshot, request, signal);
		bench.simulator.migrate(vmid, 'pve2');
		await bench.driver.deleteSnapshot(target, snapshot, signal);
		expect(bench.simulator.snapshotsOf(vmid)).toEqual([]);
	});

	it.each([
		['offline', /595|599/],
		['unresponsive', /59\d/],
	] as const)('on a node that is %s is UNREACHABLE, with its name', async (state, said) => {
		const { bench, target } = await elsewhere();
		bench.simulator.setNode('pve2', state);
		const error = await refusalOf(bench.take(target));
		expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true });
		expect(error.message).toMatch(said);
		expect(error.message).toContain('far-01');
	});

	it('that was just made has its new name though the statistics are old', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		const snapshot = await bench.take(target);
		bench.simulator.holdStatistics();
		const request = { name: 'copy-01', connectNetwork: false, powerOn: true };
		const { signal } = bench.cancel;
		const made = await bench.driver.restoreAsNew(target, snapshot, request, signal);
		expect(made).toMatchObject({ name: 'copy-01', powerState: 'running' });
	});
});

describe('a task', () => {
	it.each([
		['ends with warnings', { kind: 'warnings', count: 1, text: 'WARN: a leftover' }],
		['ends before its last line is written', { kind: 'lateLog' }],
	] as const)('that %s has done its work', async (_what, end) => {
		const bench = await proxmoxBench();
		bench.simulator.endTasks(end, { type: 'qmsnapshot' });
		expect((await bench.take(await bench.target('web-01'))).state).toBe('ready');
	});

	it('whose worker dies is TASK_FAILED, and leaves what tells of it', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		bench.simulator.endTasks({ kind: 'workerDies' }, { type: 'qmsnapshot' });
		expect((await refusalOf(bench.take(target))).code).toBe('TASK_FAILED');
		const [left] = await bench.driver.listSnapshots(target, bench.cancel.signal);
		expect(left?.state).toBe('failed');
		const again = await refusalOf(bench.take(target, 'nightly-2'));
		expect(again.message).toMatch(/qm unlock 100/);
	});

	it('that fails for its storage says so in the storage’s own words', async () => {
		const bench = await proxmoxBench();
		bench.simulator.failStorage('snapshot', 'zfs error: out of space');
		const error = await refusalOf(bench.take(await bench.target('web-01')));
		expect(error.code).toBe('QUOTA');
		expect(error.message).toMatch(/web-01.*zfs error/);
		expect(bench.simulator.snapshotsOf(100)).toEqual([]);
	});

	it('is left alone by whoever cancels, at once', async () => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		bench.simulator.fault('POST /nodes', { kind: 'neverSettles' });
		const reason = new Error('the person cancelled');
		let looks = 0;
		bench.simulator.fault(({ path }) => path.endsWith('/status') && (looks += 1) > 3, {
			kind: 'meanwhile',
			happens: () => bench.cancel.abort(reason),
		});
		await expect(bench.take(target)).rejects.toBe(reason);
		expect(bench.calls().some((call) => call.startsWith('DELETE'))).toBe(false);
	});
});

describe('an answer', () => {
	it.each([
		['that never comes whole', { kind: 'malformed' }, 'INVALID_RESPONSE'],
		['that is lost', { kind: 'dropAfter' }, 'UNREACHABLE'],
		['of a proxy', { kind: 'badGateway' }, 'UNREACHABLE'],
		['of too many requests', { kind: 'tooManyRequests' }, 'BUSY'],
	] as const)('%s is told as such', async (_what, fault, code) => {
		const bench = await proxmoxBench();
		const target = await bench.target('web-01');
		bench.simulator.fault('GET /nodes', fault);
		const { signal } = bench.cancel;
		const error = await refusalOf(bench.driver.listSnapshots(target, signal));
		expect(error.code).toBe(code);
		expect(error.message.length).toBeGreaterThan(20);
	});
});
