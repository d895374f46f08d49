import { givenSnapshotOn } from './givenSnapshot';
import { TestBench } from './testBench';
import type { TestRow } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const givenSnapshot = givenSnapshotOn(bench);

const STATUS = 'machine#status#status as status,machine#status#running as running';

describe('an action', () => {
	it('that the list does not have is refused, `snapshot` above all', async () => {
		const { client, web } = await givenSnapshot();
		expect(await client.act('vm', { vm: web, action: 'snapshot' })).toMatchObject({
			status: 422,
			body: { err: "value 'snapshot' is not in list for field 'action'" },
		});
		expect((await client.act('vm', { action: 'poweron' })).status).toBe(422);
		expect((await client.act('vm', { vm: 9999, action: 'poweron' })).status).toBe(404);
	});

	it('on a row itself is told to have worked and does nothing, unless it is switched on', async () => {
		const { client, simulator, web } = await givenSnapshot();
		for (const [method, path] of [
			['POST', `/vms/${web}/poweron`],
			['PUT', `/vms/${web}?action=poweron`],
		] as const) {
			expect(await client.send(method, path, {})).toMatchObject({ status: 200, body: {} });
			expect((await client.row(`vms/${web}`, STATUS)).running).toBe(false);
		}
		simulator.quirks.rowActions = 'performed';
		await client.send('POST', `/vms/${web}/poweron`, {});
		expect((await client.row(`vms/${web}`, STATUS)).running).toBe(true);
	});

	it('that is known but not simulated does not look as if it had worked', async () => {
		const { client, web } = await givenSnapshot();
		expect((await client.act('vm', { vm: web, action: 'migrate' })).status).toBe(501);
	});
});

describe('restore in place', () => {
	it('brings back disk and settings of the same VM, and keeps the snapshot', async () => {
		const { client, simulator, web, snapshot, frozen } = await givenSnapshot();
		const before = simulator.network(web).addresses;
		const body = { vm: frozen, action: 'restore', params: { snapshot, poweron: false } };
		expect((await client.act('vm', body)).status).toBe(200);
		expect(simulator.read({ level: 'vm', id: web })).toBe('before');
		expect(await client.row(`vms/${web}`, 'name,description')).toEqual({
			name: 'web-01',
			description: 'as it was',
		});
		expect(simulator.network(web).addresses).toEqual(before);
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
	});

	it('hits a stranger when the machine’s key is taken for the VM’s', async () => {
		const { client, simulator, db, snapshot, snapMachine } = await givenSnapshot();
		expect(snapMachine).toBe(db);
		simulator.setRunning({ level: 'vm', id: db }, false);
		await client.act('vm', { vm: snapMachine, action: 'restore', params: { snapshot } });
		expect(simulator.read({ level: 'vm', id: db })).toBe('before');
	});

	it('is refused while the VM runs', async () => {
		const { client, simulator, web, frozen } = await givenSnapshot();
		simulator.setRunning({ level: 'vm', id: web }, true);
		const answer = await client.act('vm', { vm: frozen, action: 'restore' });
		expect(answer.status).toBe(409);
		expect((answer.body as TestRow).err).toContain('running');
		expect(simulator.read({ level: 'vm', id: web })).toBe('after');
		simulator.quirks.runningOnRestore = { status: 422, text: 'VM is running' };
		expect((await client.act('vm', { vm: frozen, action: 'restore' })).status).toBe(422);
	});

	it('is refused when copy and snapshot do not belong together', async () => {
		const { client, simulator, web, db, frozen } = await givenSnapshot();
		const other = simulator.addSnapshot({ level: 'vm', id: db }, { name: 'other' });
		const body = { vm: frozen, action: 'restore', params: { snapshot: other } };
		expect((await client.act('vm', body)).status).toBe(404);
		expect(simulator.read({ level: 'vm', id: web })).toBe('after');
	});

	it('can start the VM, and can hide behind a task', async () => {
		const durations = { restore: 10 };
		const { client, clock, simulator, web, frozen } = await givenSnapshot({ durations });
		simulator.quirks.restoreAnswersTask = true;
		const body = { vm: frozen, action: 'restore', params: { poweron: true } };
		const answer = await client.act('vm', body);
		const { task } = (answer.body as { response: { task: number } }).response;
		expect((await client.row(`tasks/${task}`, 'status')).status).toBe('running');
		expect(simulator.read({ level: 'vm', id: web })).toBe('after');
		await clock.advance(10_000);
		expect((await client.row(`tasks/${task}`, 'status,owner')).status).toBe('idle');
		expect(simulator.read({ level: 'vm', id: web })).toBe('before');
		expect((await client.row(`vms/${web}`, STATUS)).running).toBe(true);
	});
});

describe('clone of a frozen copy', () => {
	it('is a new VM, off, with new MAC addresses, and its keys come as text', async () => {
		const { client, simulator, web, frozen } = await givenSnapshot();
		simulator.setRunning({ level: 'vm', id: web }, true);
		const body = { vm: frozen, action: 'clone', params: { name: 'copy' } };
		const answer = await client.act('vm', body);
		const { vmkey, machinekey } = (answer.body as { response: Record<string, string> }).response;
		expect([typeof vmkey, typeof machinekey]).toEqual(['string', 'string']);
		const made = await client.row(`vms/${vmkey}`, `$key,name,machine,is_snapshot,${STATUS}`);
		expect(made).toMatchObject({ name: 'copy', is_snapshot: false, running: false });
		expect(String(made.machine)).toBe(machinekey);
		expect(simulator.read({ level: 'vm', id: Number(vmkey) })).toBe('before');
		expect(simulator.read({ level: 'vm', id: web })).toBe('after');
		const [mine, its] = [web, Number(vmkey)].map((key) => simulator.network(key).addresses);
		expect(its).toHaveLength(1);
		expect(its).not.toEqual(mine);
	});

	it('keeps the addresses if it shall, also when that is said as text', async () => {
		const { client, simulator, web, frozen } = await givenSnapshot();
		const params = { name: 'copy', preserve_macs: 'true' };
		await client.act('vm', { vm: frozen, action: 'clone', params });
		const copy = simulator.keyOf('vm', 'copy');
		expect(simulator.network(copy)).toEqual(simulator.network(web));
	});

	it('is refused under the name of another VM', async () => {
		const { client, frozen } = await givenSnapshot();
		const body = { vm: frozen, action: 'clone', params: { name: 'db-01' } };
		expect(await client.act('vm', body)).toMatchObject({
			status: 409,
			body: { err: 'A virtual machine already exists with this name' },
		});
	});

	it('can be taken off the network, and be removed again', async () => {
		const { client, simulator, frozen } = await givenSnapshot();
		await client.act('vm', { vm: frozen, action: 'clone', params: { name: 'copy' } });
		const copy = simulator.keyOf('vm', 'copy');
		expect(simulator.network(copy).connected).toBe(true);
		const filter = `machine eq ${simulator.machineKeyOf(copy)}`;
		const [nic] = await client.rows('machine_nics', { filter, fields: '$key,macaddress,vnet' });
		await client.send('PUT', `/machine_nics/${String(nic?.$key)}`, { enabled: false });
		expect(simulator.network(copy).connected).toBe(false);
		expect((await client.send('DELETE', `/vms/${copy}`)).status).toBe(200);
		expect((await client.send('GET', `/vms/${copy}`)).status).toBe(404);
	});
});
