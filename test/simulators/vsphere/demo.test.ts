import { furnishDemo } from './demo';
import { snapshotCalled, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the demo’s machine room', () => {
	it('has a VM of each kind, and snapshots of some', async () => {
		const { client, simulator } = await bench.given();
		furnishDemo(simulator);
		const seen: unknown[] = [];
		for (const { ref } of simulator.world.vms) {
			const on = `VirtualMachine:${ref.value}`;
			const { name, snapshot = '' } = await client.properties(on, 'name', 'snapshot');
			const wish = snapshotCalled('s', { memory: true });
			const { fault } = await client.call('CreateSnapshot_Task', on, wish);
			seen.push([name, snapshot.match(/<createTime>/g)?.length ?? 0, fault]);
		}
		expect(seen).toEqual([
			['web-01', 1, undefined],
			['db-01', 2, undefined],
			['legacy-01', 0, undefined],
			['archive-01', 0, 'MemorySnapshotOnIndependentDisk'],
			['cluster-node-01', 0, 'SnapshotIncompatibleDeviceInVm'],
			['build runner', 0, undefined],
			['golden image', 0, 'NotSupported'],
		]);
	});
});
