import type { InventoryEntry } from '../../../snapshots/driver';
import { HeapWatch } from '../../support/heap';
import {
	data,
	died,
	fakeCluster,
	refusalOf,
	signal,
	snapshotRow,
	type Answers,
} from './fakeCluster';

const row = (vmid: number): object => ({
	vmid,
	node: 'pve1',
	type: 'qemu',
	status: 'running',
	name: `vm-${vmid}`,
	template: 0,
	tags: 'prod;web',
	maxmem: 4294967296,
	netin: 123456789,
});

async function listed(answers: Answers, withSnapshots: boolean): Promise<InventoryEntry[]> {
	const found: InventoryEntry[] = [];
	const query = { level: 'vm', withSnapshots } as const;
	for await (const entry of fakeCluster(answers).driver.inventory(query, signal)) found.push(entry);
	return found;
}

const MISSING = "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist";

describe('the inventory of 500 guests', () => {
	const rows = Array.from({ length: 500 }, (_, at) => row(1000 + at));

	function cluster(storages: readonly object[]) {
		let present = 0;
		let most = 0;
		const answers: Record<string, Answers[string]> = {
			'GET /cluster/resources': data(rows),
			'GET /storage': data(storages),
		};
		for (let vmid = 1000; vmid < 1500; vmid += 1) {
			const path = `GET /nodes/pve1/qemu/${vmid}`;
			answers[`${path}/snapshot`] = data(vmid % 2 === 0 ? [snapshotRow('nightly-1')] : []);
			answers[`${path}/status/current`] = data({ status: 'stopped' });
			answers[`${path}/config`] = data({ scsi0: `tank:vm-${vmid}-disk-0,size=32G` });
		}
		const made = fakeCluster(answers);
		const send = made.port.send.bind(made.port);
		const counting = async (...given: Parameters<typeof send>) => {
			most = Math.max(most, (present += 1));
			await new Promise((resolve) => setImmediate(resolve));
			try {
				return await send(...given);
			} finally {
				present -= 1;
			}
		};
		made.port.send = counting;
		return { ...made, most: () => most };
	}

	const everything = async (
		driver: ReturnType<typeof cluster>['driver'],
		withSnapshots: boolean,
	) => {
		const ids: string[] = [];
		const query = { level: 'vm', withSnapshots } as const;
		for await (const { target } of driver.inventory(query, signal)) ids.push(target.id);
		return ids;
	};

	it('is one request without snapshots', async () => {
		const { driver, port } = cluster([]);
		expect(await everything(driver, false)).toHaveLength(500);
		expect(port.calls()).toEqual(['GET /cluster/resources']);
	});

	it('is one request for all, one for the storages and one for each guest with them, at most eight at a time', async () => {
		const { driver, port, most } = cluster([{ storage: 'tank', type: 'lvmthin' }]);
		expect(await everything(driver, true)).toEqual(rows.map((_row, at) => String(1000 + at)));
		expect(port.seen).toHaveLength(1 + 1 + 500);
		expect(most()).toBeLessThanOrEqual(8);
		expect(most()).toBeGreaterThan(4);
	});

	it('takes one more for each guest that has snapshots where a storage goes back to the newest only', async () => {
		const { driver, port } = cluster([{ storage: 'tank', type: 'zfspool' }]);
		await everything(driver, true);
		expect(port.seen).toHaveLength(1 + 1 + 500 + 250);
	});

	it('serves whoever reads its guests one by one, for some seconds', async () => {
		const { driver, port, clock } = cluster([]);
		await everything(driver, false);
		const read = async () => {
			for (const vmid of [1000, 1001, 1002]) {
				const ref = { level: 'vm', id: String(vmid), name: `vm-${vmid}` } as const;
				expect((await driver.readTarget(ref, signal)).powerState).toBe('stopped');
			}
			return port.calls().filter((call) => call === 'GET /cluster/resources').length;
		};
		expect(await read()).toBe(1);
		await clock.sleep(5000, signal);
		expect(await read()).toBe(2);
	});

	it('leaves out a guest that was removed meanwhile', async () => {
		const answers: Answers = {
			'GET /cluster/resources': data([row(100), row(101)]),
			'GET /nodes/pve1/qemu/100/snapshot': died(MISSING),
			'GET /nodes/pve1/qemu/101/snapshot': data([]),
		};
		const found = await listed(answers, true);
		expect(found.map(({ target }) => target.id)).toEqual(['101']);
	});

	it('ends with the first failure of another kind, naming what was done', async () => {
		const error = await refusalOf(
			listed({ 'GET /nodes/pve1/qemu/100/snapshot': [596, '', 'Broken pipe'] }, true),
		);
		expect(error.code).toBe('UNREACHABLE');
		expect(error.message).toContain('pve.example:8006');
	});
});

it('the inventory of 5,000 guests with ten snapshots each keeps the heap under 150 MB', async () => {
	const description =
		'Nightly, Daily\n[vm-snapshots:1 key=0123456789 target=abcde profileKey=fghij]';
	const snapshots = Array.from({ length: 10 }, (_, at) =>
		snapshotRow(`nightly-${at}`, { description, parent: `nightly-${at - 1}` }),
	);
	const rows = Array.from({ length: 5000 }, (_, at) => row(1000 + at));
	const answers: Record<string, Answers[string]> = { 'GET /cluster/resources': data(rows) };
	for (let vmid = 1000; vmid < 6000; vmid += 1) {
		answers[`GET /nodes/pve1/qemu/${vmid}/snapshot`] = data(snapshots);
	}
	const { driver } = fakeCluster(answers);
	const heap = new HeapWatch(500);
	let seen = 0;
	const query = { level: 'vm', withSnapshots: true } as const;
	for await (const entry of driver.inventory(query, signal)) {
		seen += entry.snapshots?.length ?? 0;
		heap.step();
	}
	expect(seen).toBe(50_000);
	expect(heap.mebibytes).toBeLessThan(150);
}, 60_000);
