import { DEMO_NODES, DEMO_STORAGES, furnishDemo } from './demo';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

it('the demo’s machine room has guests of both kinds on both nodes, and a snapshot by hand', async () => {
	const { client, simulator } = await bench.given({ nodes: DEMO_NODES, storages: DEMO_STORAGES });
	furnishDemo(simulator);
	const guests = await client.list('/cluster/resources', { type: 'vm' });
	expect(guests.map(({ name, type, node, status }) => [name, type, node, status])).toEqual([
		['web-01', 'qemu', 'pve1', 'running'],
		['db-01', 'qemu', 'pve1', 'running'],
		['erp-01', 'qemu', 'pve2', 'running'],
		['files-01', 'qemu', 'pve2', 'running'],
		['dns-01', 'lxc', 'pve1', 'running'],
		['build-runner', 'qemu', 'pve1', 'stopped'],
		['debian-13', 'qemu', 'pve1', 'stopped'],
	]);
	const web = `/nodes/pve1/qemu/${simulator.vmidOf('web-01')}`;
	expect(await client.snapshots(web)).toMatchObject([{ name: 'before-upgrade' }]);
	const files = `/nodes/pve2/qemu/${simulator.vmidOf('files-01')}`;
	const copy = { feature: 'copy', snapname: 'before-upgrade' };
	expect(await client.get(`${web}/feature`, copy)).toMatchObject({ hasFeature: 1 });
	expect(await client.get(`${files}/feature`, copy)).toMatchObject({ hasFeature: 0 });
});
