import type { InventoryEntry } from '../../../snapshots/driver';
import type { Target } from '../../../snapshots/model';
import {
	data,
	died,
	fakeCluster,
	refusalOf,
	signal,
	snapshotRow,
	web,
	type Answers,
} from './fakeCluster';

const row = (vmid: number, more: object = {}): object => ({
	vmid,
	node: 'pve1',
	type: 'qemu',
	status: 'running',
	name: `vm-${vmid}`,
	template: 0,
	...more,
});

async function listed(answers: Answers, withSnapshots = false): Promise<InventoryEntry[]> {
	const found: InventoryEntry[] = [];
	const query = { level: 'vm', withSnapshots } as const;
	for await (const entry of fakeCluster(answers).driver.inventory(query, signal)) found.push(entry);
	return found;
}

const MISSING = "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist";

describe('a guest', () => {
	it('is told with its tags, and with its pool as one more of them', async () => {
		const guest = row(7000, { type: 'lxc', node: 'pve3', tags: 'prod;web', pool: 'p1' });
		const [entry] = await listed({ 'GET /cluster/resources': data([guest]) });
		expect(entry?.target).toEqual({
			level: 'vm',
			id: '7000',
			name: 'vm-7000',
			powerState: 'running',
			tags: ['prod', 'web', 'pool:p1'],
			details: { type: 'lxc', node: 'pve3', pool: 'p1' },
		} satisfies Target);
	});

	it('that is a template is no target', async () => {
		const rows = data([row(100, { template: 1 }), row(101)]);
		const found = await listed({ 'GET /cluster/resources': rows });
		expect(found.map(({ target }) => target.id)).toEqual(['101']);
		const { driver } = fakeCluster({ 'GET /cluster/resources': rows });
		const error = await refusalOf(driver.readTarget(web, signal));
		expect(error).toMatchObject({ code: 'UNSUPPORTED' });
		expect(error.message).toMatch(/template/);
	});

	it('on a node that is down has its number for a name, and an unknown power state', async () => {
		const down = { vmid: 100, node: 'pve2', type: 'qemu', status: 'unknown' };
		const [entry] = await listed({ 'GET /cluster/resources': data([down]) });
		expect(entry?.target).toMatchObject({ name: '100', powerState: 'unknown', tags: [] });
	});

	it.each([
		[{ status: 'running', qmpstatus: 'running' }, 'running'],
		[{ status: 'running', qmpstatus: 'paused' }, 'paused'],
		[{ status: 'running', qmpstatus: 'suspended' }, 'suspended'],
		[{ status: 'running', qmpstatus: 'prelaunch' }, 'running'],
		[{ status: 'running' }, 'running'],
		[{ status: 'stopped', qmpstatus: 'stopped' }, 'stopped'],
		[{ status: 'unknown' }, 'unknown'],
	])('with the status %j is %s', async (status, powerState) => {
		const answers = { 'GET /nodes/pve1/qemu/100/status/current': data(status) };
		const read = await fakeCluster(answers).driver.readTarget(web, signal);
		expect(read.powerState).toBe(powerState);
	});

	it('that moved to another node is found there, with one more look at the cluster', async () => {
		let node = 'pve1';
		const { driver, port } = fakeCluster({
			'GET /cluster/resources': () => data([row(100, { node })]),
			'GET /nodes/pve1/qemu/100/snapshot': () => (node === 'pve1' ? data([]) : died(MISSING)),
			'GET /nodes/pve2/qemu/100/snapshot': data([snapshotRow('nightly-1')]),
		});
		expect(await driver.listSnapshots(web, signal)).toEqual([]);
		node = 'pve2';
		const [found] = await driver.listSnapshots(web, signal);
		expect(found?.name).toBe('nightly-1');
		await driver.listSnapshots(web, signal);
		expect(port.calls().filter((call) => call.endsWith('resources'))).toHaveLength(2);
	});

	it('that was started elsewhere after its node broke down is found there', async () => {
		let node = 'pve1';
		const { driver } = fakeCluster({
			'GET /cluster/resources': () => data([row(100, { node })]),
			'GET /nodes/pve1/qemu/100/snapshot': () =>
				node === 'pve1' ? data([]) : [595, '', 'Connection refused'],
			'GET /nodes/pve2/qemu/100/snapshot': data([snapshotRow('nightly-1')]),
		});
		await driver.listSnapshots(web, signal);
		node = 'pve2';
		expect(await driver.listSnapshots(web, signal)).toHaveLength(1);
	});

	it('whose node is down is UNREACHABLE after one more look, without a loop', async () => {
		const { driver, port } = fakeCluster({
			'GET /nodes/pve1/qemu/100/snapshot': [595, '', 'Connection refused'],
		});
		const error = await refusalOf(driver.listSnapshots(web, signal));
		expect(error.code).toBe('UNREACHABLE');
		expect(error.message).toMatch(/web-01.*595 Connection refused/);
		expect(port.calls().filter((call) => call.endsWith('/snapshot'))).toHaveLength(1);
	});

	it('that is gone since is NOT_FOUND', async () => {
		let gone = false;
		const { driver } = fakeCluster({
			'GET /cluster/resources': () => data(gone ? [row(101)] : [row(100)]),
			'GET /nodes/pve1/qemu/100/snapshot': () => (gone ? died(MISSING) : data([])),
		});
		await driver.listSnapshots(web, signal);
		gone = true;
		const error = await refusalOf(driver.listSnapshots(web, signal));
		expect(error).toMatchObject({ code: 'NOT_FOUND', target: { id: '100' } });
		expect(error.message).toContain('web-01');
	});

	it('with an ID that can be none is NOT_FOUND without a question', async () => {
		for (const id of ['', '99', '0100', '100/../..', '1e3', 'x']) {
			const { driver, port } = fakeCluster();
			const error = await refusalOf(driver.readTarget({ ...web, id }, signal));
			expect(error.code).toBe('NOT_FOUND');
			expect(port.seen).toEqual([]);
		}
	});
});

describe('an account that sees no guest', () => {
	const nobody = { 'GET /cluster/resources': data([]) };

	it.each([
		['none at all', {}],
		['none, told as a list', []],
		['none that lets it look at guests', { '/storage': { 'Datastore.Audit': 1 } }],
	])('and has rights, %s, is told that its token needs some', async (_what, rights) => {
		const answers = { ...nobody, 'GET /access/permissions': data(rights) };
		const error = await refusalOf(listed(answers));
		expect(error.code).toBe('FORBIDDEN');
		expect(error.message).toMatch(/VM\.Audit/);
		expect(error.advice).toMatch(/privilege separation.*pveum acl modify/);
	});

	it('though it may is on an empty cluster', async () => {
		const rights = data({ '/vms': { 'VM.Audit': 1, 'VM.Snapshot': 1 } });
		expect(await listed({ ...nobody, 'GET /access/permissions': rights })).toEqual([]);
	});

	it('is told so by the test of the credential, and whoever may is told the release', async () => {
		const version = data({ version: '9.0.3', release: '9.0', repoid: 'x' });
		const of = (rights: object) =>
			fakeCluster({ 'GET /version': version, 'GET /access/permissions': data(rights) }).driver;
		expect((await refusalOf(of({}).describeSystem(signal))).code).toBe('FORBIDDEN');
		expect(await of({ '/': { 'VM.Audit': 1 } }).describeSystem(signal)).toEqual({
			name: 'pve.example:8006',
			version: 'Proxmox VE 9.0.3',
		});
	});
});
