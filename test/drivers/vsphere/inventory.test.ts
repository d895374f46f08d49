import type { InventoryEntry } from '../../../snapshots/driver';
import { Fault } from '../../simulators/vsphere';
import { HeapWatch } from '../../support/heap';
import { closeBenches, refusalOf, soapFault, vsphereBench, type VsphereBench } from './bench';

afterEach(closeBenches);

async function listed(
	{ driver, cancel }: VsphereBench,
	withSnapshots = true,
): Promise<InventoryEntry[]> {
	const entries: InventoryEntry[] = [];
	const query = { level: 'vm' as const, withSnapshots };
	for await (const entry of driver.inventory(query, cancel.signal)) entries.push(entry);
	return entries;
}

describe('an inventory of 5,000 VMs', () => {
	it('takes a view and a page for each 500, with all their snapshots', async () => {
		const bench = await vsphereBench();
		bench.simulator.grow(4999);
		await bench.target();
		bench.simulator.clearRequests();
		const entries = await listed(bench);
		expect(new Set(entries.map(({ target }) => target.id)).size).toBe(5000);
		expect(entries.filter(({ snapshots }) => snapshots?.length === 2)).toHaveLength(4999);
		expect(bench.simulator.calls('CreateContainerView')).toBe(1);
		expect(bench.simulator.calls('RetrievePropertiesEx')).toBe(1);
		expect(bench.simulator.calls('ContinueRetrievePropertiesEx')).toBe(9);
		await bench.driver.close();
		expect(bench.simulator.calls('DestroyView')).toBe(1);
		expect(bench.simulator.calls()).toBe(13); // the last one logs out
	}, 120_000);

	it('can be read entry by entry, and keeps no more than a page in memory', async () => {
		const { simulator, driver, cancel, target } = await vsphereBench();
		simulator.grow(4999);
		await target();
		const heap = new HeapWatch(700);
		let count = 0;
		const query = { level: 'vm' as const, withSnapshots: true };
		for await (const entry of driver.inventory(query, cancel.signal)) {
			expect(entry.snapshots).toBeDefined();
			count += 1;
			heap.step();
		}
		expect(count).toBe(5000);
		expect(heap.mebibytes).toBeLessThan(40);
	}, 120_000);
});

describe('an inventory', () => {
	it('takes the pages that the server makes, however small', async () => {
		const bench = await vsphereBench({ pageLimit: 7 });
		bench.simulator.grow(50);
		const names = (await listed(bench, false)).map(({ target }) => target.name);
		expect(names).toHaveLength(51);
		expect(new Set(names).size).toBe(51);
	});

	it('begins anew when the session ends between two pages, and tells nothing twice', async () => {
		const bench = await vsphereBench({ pageLimit: 10 });
		bench.simulator.grow(34);
		const expire = () => bench.simulator.expireSessions();
		bench.simulator.fault('ContinueRetrievePropertiesEx', { kind: 'meanwhile', happens: expire });
		const names = (await listed(bench)).map(({ target }) => target.name);
		expect(names).toHaveLength(35);
		expect(new Set(names).size).toBe(35);
		expect(bench.simulator.calls('CreateContainerView')).toBe(2);
	});

	it('gives up when each session ends', async () => {
		const bench = await vsphereBench({ pageLimit: 10 });
		bench.simulator.grow(34);
		const answer = { kind: 'answer' as const, status: 500, body: soapFault('NotAuthenticated') };
		bench.simulator.fault('ContinueRetrievePropertiesEx', answer, 5);
		expect(await refusalOf(listed(bench))).toMatchObject({ code: 'AUTH' });
	});

	it('leaves out templates, and VMs that have no identity at present', async () => {
		const bench = await vsphereBench();
		bench.simulator.addVm({ name: 'golden image', template: true });
		const lost = bench.simulator.addVm({ name: 'lost' });
		bench.simulator.hideProperty(lost, 'config', new Fault('NoPermission', 'Denied'));
		expect((await listed(bench)).map(({ target }) => target.name)).toEqual(['web-01']);
	});

	it('calls the power of a VM unknown while its host is out of reach', async () => {
		const bench = await vsphereBench();
		bench.simulator.change(bench.vm, (vm) => (vm.connectionState = 'disconnected'));
		const [entry] = await listed(bench);
		expect(entry?.target).toMatchObject({
			powerState: 'unknown',
			details: { connectionState: 'disconnected' },
		});
	});

	it('tells what vSphere says is amiss, and how to mend it', async () => {
		const bench = await vsphereBench();
		bench.simulator.needConsolidation(bench.vm);
		const [entry] = await listed(bench);
		expect(entry?.target.details).toMatchObject({ consolidationNeeded: true });
		expect(entry?.target.troubles).toEqual([expect.stringMatching(/web-01 need consolidation/)]);
	});

	it('gives its view back when the reader stops', async () => {
		const { simulator, driver, cancel } = await vsphereBench({ pageLimit: 2 });
		simulator.grow(10);
		const query = { level: 'vm' as const, withSnapshots: false };
		for await (const { target } of driver.inventory(query, cancel.signal)) {
			expect(target.id).not.toBe('');
			break;
		}
		await driver.close();
		expect(simulator.calls('DestroyView')).toBe(1);
	});
});

describe('a VM', () => {
	it('is known by its instance UUID, though vSphere names it anew', async () => {
		const { simulator, driver, target, vm, cancel } = await vsphereBench();
		const web = await target();
		simulator.removeVm(vm);
		const again = simulator.addVm({ name: 'web-01 (registered anew)' });
		simulator.change(again, (one) => Object.assign(one, { instanceUuid: web.id }));
		const now = await driver.readTarget(web, cancel.signal);
		expect(now).toMatchObject({ id: web.id, details: { managedObjectId: again } });
	});

	it('that shares its instance UUID with another is refused with both', async () => {
		const { simulator, driver, vm, cancel } = await vsphereBench();
		const copy = simulator.addVm({ name: 'web-01 copy' });
		const { instanceUuid: id = '' } = simulator.world.vms[0] ?? {};
		simulator.change(copy, (one) => Object.assign(one, { instanceUuid: id }));
		const call = driver.readTarget({ level: 'vm', id, name: 'web-01' }, cancel.signal);
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code: 'CONFLICT' });
		expect(error.message).toContain(`${vm}, ${copy}`);
	});

	it('costs one request more the first time only', async () => {
		const { simulator, target } = await vsphereBench();
		await target();
		simulator.clearRequests();
		await target();
		expect(simulator.calls()).toBe(1);
	});

	it('is not asked for by an ID that is none', async () => {
		const { simulator, driver, cancel } = await vsphereBench();
		const call = driver.readTarget({ level: 'vm', id: "x' or", name: 'web-01' }, cancel.signal);
		expect(await refusalOf(call)).toMatchObject({ code: 'NOT_FOUND' });
		expect(simulator.calls('FindAllByUuid')).toBe(0);
	});
});
