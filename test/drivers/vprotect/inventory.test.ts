import type { InventoryEntry } from '../../../snapshots/driver';
import { closeBenches, vprotectBench, type VprotectBench } from './bench';

afterEach(closeBenches);

async function listed(bench: VprotectBench, withSnapshots: boolean): Promise<InventoryEntry[]> {
	const entries: InventoryEntry[] = [];
	const query = { level: 'vm' as const, withSnapshots };
	for await (const entry of bench.on.driver.inventory(query, bench.cancel.signal)) {
		entries.push(entry);
	}
	return entries;
}

describe('the inventory', () => {
	it('lists 1,000 VMs with one login and one request', async () => {
		const bench = await vprotectBench();
		bench.simulator.grow(999);
		const entries = await listed(bench, false);
		expect(entries).toHaveLength(1000);
		expect(bench.simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /api/session/login',
			'GET /api/virtual-machines',
		]);
	});

	it('needs one more request for each VM to tell its snapshots, since there is no listing of all', async () => {
		const bench = await vprotectBench();
		bench.simulator.grow(999);
		const entries = await listed(bench, true);
		expect(entries.filter(({ snapshots }) => snapshots?.length === 2)).toHaveLength(999);
		expect(bench.simulator.count()).toBe(2 + 1000);
	}, 30_000);

	it('tells hypervisor, tags, policy and presence', async () => {
		const bench = await vprotectBench();
		bench.simulator.addVm({ name: 'lost-01' });
		bench.simulator.removeFromPlatform(bench.simulator.guidOf('vm', 'lost-01'));
		bench.simulator.syncInventory();
		const [web, lost] = (await listed(bench, false)).map(({ target }) => target);
		expect(web).toMatchObject({
			name: 'web-01',
			tags: ['prod'],
			details: { hypervisorType: 'VCENTER', policy: 'Daily', present: true },
		});
		expect(lost).toMatchObject({ name: 'lost-01', details: { policy: null, present: false } });
	});

	it('marks the snapshot that incremental backups build on as in use', async () => {
		const bench = await vprotectBench();
		const { id } = await bench.target('web-01');
		const kept = bench.simulator.addSnapshot(id, { incremental: true, policy: null });
		const [entry] = await listed(bench, true);
		expect(entry?.snapshots).toMatchObject([{ id: kept, inUse: expect.stringMatching(/backup/) }]);
	});

	it.each([
		{ vmList: 'members' },
		{ paging: 'ignored' },
		{ paging: 'everywhere', firstPage: 1 },
		{ snapshotPolicy: 'nameAndGuid' },
		{ generation: 'older' },
	] as const)('is the same with %j', async (quirks) => {
		const [one, other] = [await vprotectBench(), await vprotectBench({ quirks })];
		for (const { simulator } of [one, other]) simulator.grow(30);
		const seen = async (bench: VprotectBench) =>
			(await listed(bench, true)).map(({ target, snapshots }) => [
				target.name,
				target.tags,
				snapshots?.map(({ name }) => name),
			]);
		expect(await seen(other)).toEqual(await seen(one));
	});
});
