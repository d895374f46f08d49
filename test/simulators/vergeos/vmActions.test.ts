import { TestBench, type Given } from './testBench';
import type { TestRow } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenSnapshot extends Given {
	readonly web: number;
	readonly db: number;
	readonly snapshot: number;
	readonly snapMachine: number;
	/** The key of the frozen copy's row in `vms`. */
	readonly frozen: number;
}

/** A stopped `web-01` that was written to after its snapshot, and a running `db-01`. */
async function givenSnapshot(options: Parameters<TestBench['given']>[0] = {}) {
	const given = await bench.given(options);
	const { simulator, client } = given;
	const web = simulator.addVm({
		name: 'web-01',
		running: false,
		disk: 'before',
		description: 'as it was',
	});
	const db = simulator.addVm({ name: 'db-01', disk: 'orders' });
	const machine = simulator.machineKeyOf(web);
	const snapshot = Number(await client.make('machine_snapshots', { machine, name: 's' }));
	const row = await client.row(`machine_snapshots/${snapshot}`, 'snap_machine');
	const filter = `machine eq ${String(row.snap_machine)} and is_snapshot eq true`;
	const [copy] = await client.rows('vms', { filter });
	simulator.write({ level: 'vm', id: web }, 'after');
	await client.send('PUT', `/vms/${web}`, { description: 'changed' });
	const result: GivenSnapshot = {
		...given,
		web,
		db,
		snapshot,
		snapMachine: Number(row.snap_machine),
		frozen: Number(copy?.$key),
	};
	return result;
}

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

describe('power', () => {
	const durations = { vmStart: 3, vmShutdown: 8 };

	it('takes its time, by the clock', async () => {
		const { client, clock, web } = await givenSnapshot({ durations });
		const status = async () => (await client.row(`vms/${web}`, STATUS)).status;
		await client.act('vm', { vm: web, action: 'poweron' });
		expect(await status()).toBe('starting');
		await clock.advance(3000);
		expect(await status()).toBe('running');
		await client.act('vm', { vm: web, action: 'poweroff' });
		await clock.advance(7999);
		expect(await status()).toBe('stopping');
		await clock.advance(1);
		expect(await status()).toBe('stopped');
	});

	it('stays on where the guest ignores ACPI, until it is killed', async () => {
		const { client, clock, simulator } = await givenSnapshot({ durations });
		const vm = simulator.addVm({ name: 'stubborn', ignoresShutdown: true });
		await client.act('vm', { vm, action: 'poweroff' });
		await clock.advance(3_600_000);
		expect(await client.row(`vms/${vm}`, STATUS)).toEqual({ status: 'stopping', running: true });
		await client.act('vm', { vm, action: 'kill' });
		expect(await client.row(`vms/${vm}`, STATUS)).toEqual({ status: 'stopped', running: false });
	});

	it('is no column of the VM itself: without the join it reads as null', async () => {
		const { client, db } = await givenSnapshot();
		expect(await client.row(`vms/${db}`, `running,status,${STATUS}`)).toMatchObject({
			running: true,
			status: 'running',
		});
		expect(await client.row(`vms/${db}`, 'running')).toEqual({ running: null });
	});

	it('shows whether the guest agent is connected', async () => {
		const { client, simulator } = await givenSnapshot();
		for (const agent of ['connected', 'dead', 'none'] as const) {
			simulator.addVm({ name: agent, agent });
		}
		const fields = 'name,guest_agent,machine#status#agent_version as agent';
		const filter = "name eq 'connected' or name eq 'dead' or name eq 'none'";
		expect(await client.rows('vms', { fields, filter })).toEqual([
			{ name: 'connected', guest_agent: true, agent: '8.2.0' },
			{ name: 'dead', guest_agent: true, agent: '' },
			{ name: 'none', guest_agent: false, agent: '' },
		]);
	});
});

describe('a VM that somebody else holds', () => {
	it('refuses snapshots, restore, power and delete, and is still read and cloned', async () => {
		const { client, simulator, web, snapshot, frozen } = await givenSnapshot();
		simulator.lock({ level: 'vm', id: web }, 'nightly-backup');
		const machine = simulator.machineKeyOf(web);
		const refused = [
			await client.send('POST', '/machine_snapshots', { machine, name: 'later' }),
			await client.send('DELETE', `/machine_snapshots/${snapshot}`),
			await client.act('vm', { vm: frozen, action: 'restore' }),
			await client.act('vm', { vm: web, action: 'poweron' }),
		];
		for (const answer of refused) {
			expect(answer).toMatchObject({
				status: 409,
				body: { err: 'Resource busy: locked by nightly-backup' },
			});
		}
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
		const copy = { vm: frozen, action: 'clone', params: { name: 'copy' } };
		expect((await client.act('vm', copy)).status).toBe(200);
		simulator.unlock({ level: 'vm', id: web });
		expect((await client.send('DELETE', `/machine_snapshots/${snapshot}`)).status).toBe(200);
	});
});
