import { furnishDemo } from './demo';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the demo’s machine room', () => {
	it('has VMs with and without a policy, one that no policy helps, and one that has gone', async () => {
		const { client, simulator } = await bench.given();
		furnishDemo(simulator);
		const vms = (await client.list('/virtual-machines')).map((vm) => [
			vm.name,
			(vm.hvType as { name: string }).name,
			(vm.snapshotMgmtPolicy as { name: string } | null)?.name,
			vm.present,
		]);
		expect(vms).toEqual([
			['web-01', 'ESXI', 'Production daily', true],
			['db-01', 'ESXI', 'Production daily', true],
			['erp-01', 'RHV', undefined, true],
			['build runner', 'PROXMOX', 'Test', true],
			['router-01', 'KVM', undefined, true],
			['mail-old', 'ESXI', undefined, false],
		]);
		await client.send('POST', '/tasks/inventory-sync', {});
		expect(await client.get(`/virtual-machines/${simulator.guidOf('vm', 'erp-01')}`)).toMatchObject(
			{ snapshotMgmtPolicy: { name: 'Production daily' } },
		);
	});
});
