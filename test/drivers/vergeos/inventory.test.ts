import { vergeosDriver } from '../../../drivers/vergeos/driver';
import type { InventoryEntry } from '../../../snapshots/driver';
import { HeapWatch } from '../../support/heap';
import { pollingClock } from '../../support/pollingClock';
import { closeBenches, vergeosBench } from './bench';
import { fakePort } from './fakePort';

afterEach(closeBenches);

const VMS = 1000;
const SNAPSHOTS_EACH = 10;

describe('the inventory of 1,000 VMs with 10,000 snapshots', () => {
	it('takes one page after another, never a request for each VM', async () => {
		const { simulator, on } = await vergeosBench();
		simulator.grow(VMS, SNAPSHOTS_EACH);
		simulator.clearRequests();
		let vms = 0;
		let snapshots = 0;
		const query = { level: 'vm', withSnapshots: true } as const;
		for await (const entry of on.driver.inventory(query, on.signal)) {
			vms += 1;
			snapshots += entry.snapshots?.length ?? 0;
		}
		expect({ vms, snapshots }).toEqual({ vms: VMS, snapshots: VMS * SNAPSHOTS_EACH });
		const byTable = (table: string) => simulator.count('GET', `/${table}`);
		// A full page tells that another may follow, so 1,000 rows take 2 and 10,000 take 11.
		expect({
			vms: byTable('vms'),
			snapshots: byTable('machine_snapshots'),
			tags: byTable('tag_members'),
			all: simulator.count(),
		}).toEqual({ vms: 2, snapshots: 11, tags: 1, all: 14 });
	}, 60_000);

	it('asks for names and tags alone when nobody wants the snapshots', async () => {
		const { simulator, on } = await vergeosBench();
		simulator.grow(VMS, 0);
		simulator.clearRequests();
		const query = { level: 'vm', withSnapshots: false } as const;
		const found: InventoryEntry[] = [];
		for await (const entry of on.driver.inventory(query, on.signal)) found.push(entry);
		expect(found).toHaveLength(VMS);
		expect(simulator.count()).toBe(3);
	}, 60_000);

	it('keeps the heap under 150 MB', async () => {
		const query = { level: 'vm', withSnapshots: true } as const;
		const driver = vergeosDriver(manyVms(), { apiKey: 'k3y' }, pollingClock());
		const { signal } = new AbortController();
		const heap = new HeapWatch(100);
		let seen = 0;
		for await (const { snapshots = [] } of driver.inventory(query, signal)) {
			seen += snapshots.length;
			heap.step();
		}
		expect(seen).toBe(VMS * SNAPSHOTS_EACH);
		expect(heap.mebibytes).toBeLessThan(150);
	});
});

/** Without a server in the same process, whose memory would count, too. */
function manyVms() {
	const description = `Nightly, Daily\n[vm-snapshots:1 ${'x'.repeat(200)}]`;
	const page = (offset: number, total: number, row: (at: number) => object) =>
		Array.from({ length: Math.max(0, Math.min(1000, total - offset)) }, (_, at) =>
			row(offset + at),
		);
	return fakePort(({ path, query }) => {
		const offset = Number(query.offset);
		if (path === 'tag_members') return [200, []];
		if (path === 'vms') {
			return [
				200,
				page(offset, VMS, (at) => ({
					$key: at + 1,
					name: `vm-${at}`,
					machine: at + 10_001,
					is_snapshot: false,
					status: 'running',
					running: true,
				})),
			];
		}
		return [
			200,
			page(offset, VMS * SNAPSHOTS_EACH, (at) => ({
				$key: at + 1,
				name: `nightly-${at}`,
				description,
				created: 1_795_000_000 + at,
				expires: 0,
				machine: (at % VMS) + 10_001,
				snap_machine: at + 50_001,
			})),
		];
	});
}
