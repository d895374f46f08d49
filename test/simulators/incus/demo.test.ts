import { furnishDemo } from './demo';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the demo’s machine room', () => {
	it('has VMs and containers in two projects, on two pools, with snapshots and volumes', async () => {
		const { client, simulator } = await bench.given();
		simulator.world.instances.splice(0);
		furnishDemo(simulator);
		const instances = await client.list('/instances?recursion=2&all-projects=true');
		const rows = instances.map(({ project, name, type, status, snapshots }) => [
			project,
			name,
			type,
			status,
			((snapshots ?? []) as { name: string }[]).map((one) => one.name),
		]);
		expect(rows).toEqual([
			['default', 'build-01', 'container', 'Stopped', []],
			['default', 'db-01', 'virtual-machine', 'Running', ['before-upgrade', 'after-upgrade']],
			['default', 'proxy-01', 'container', 'Running', []],
			['default', 'web-01', 'virtual-machine', 'Running', ['snap0']],
			['lab', 'erp-test', 'virtual-machine', 'Running', []],
		]);
		const volumes = async (pool: string): Promise<unknown[]> =>
			await client.names(`/storage-pools/${pool}/volumes/custom`);
		expect([await volumes('tank'), await volumes('local')]).toEqual([
			['orders'],
			['archive', 'archive/year-end'],
		]);
		const refused = await client.failure('PUT', '/instances/db-01', { restore: 'before-upgrade' });
		expect(refused).toContain('zfs.remove_snapshots');
	});
});
