import { NOW_SECONDS, TestBench, type Given } from './testBench';
import type { TestRow } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function givenSystem(options: Parameters<TestBench['given']>[0] = {}): Promise<Given> {
	const given = await bench.given(options);
	const { simulator } = given;
	simulator.addVm({ name: 'web-01', disk: 'web', tags: ['production'], description: 'shop' });
	simulator.addVm({ name: 'db-01', disk: 'orders', tags: ['production'] });
	simulator.addVm({ name: 'test-01', disk: 'test', tags: ['test'] });
	simulator.addTenant({ name: 'customer-a', disk: 'their data', running: false });
	return given;
}

const childrenOf = async (
	{ client }: Given,
	kind: 'vms' | 'tenants',
	snapshot: string,
	fields = 'name',
): Promise<TestRow[]> =>
	await client.rows(`cloud_snapshot_${kind}`, {
		filter: `cloud_snapshot eq ${snapshot}`,
		fields,
		sort: 'name',
	});

async function found(given: Given, kind: 'vms' | 'tenants', snapshot: string): Promise<TestRow[]> {
	const body = { cloud_snapshot: Number(snapshot), action: `find_${kind}`, params: {} };
	await given.client.act('cloud_snapshot', body);
	return await childrenOf(given, kind, snapshot, '$key,name,original_key,status,ram');
}

describe('a system snapshot', () => {
	it('is building for a while and then normal, and never names a task', async () => {
		const { client, clock } = await givenSystem({ durations: { building: 20 } });
		const answer = await client.send('POST', '/cloud_snapshots', { name: 's' });
		expect(answer.body).not.toHaveProperty('task');
		const { $key } = answer.body as { $key: string };
		const look = async () => await client.row(`cloud_snapshots/${$key}`, 'status,task,expires');
		const expires = NOW_SECONDS + 259_200;
		expect(await look()).toEqual({ status: 'building', task: null, expires });
		await clock.advance(19_999);
		expect((await look()).status).toBe('building');
		await clock.advance(1);
		expect(await look()).toEqual({ status: 'normal', task: null, expires });
	});

	it('may have no status until it is settled, and may fail', async () => {
		const { client, clock, simulator } = await givenSystem({ durations: { building: 20 } });
		simulator.quirks.unsettledStatus = null;
		simulator.quirks.buildOutcome = { status: 'error', info: 'Out of space' };
		const key = await client.make('cloud_snapshots', { name: 's' });
		const look = async () => await client.row(`cloud_snapshots/${key}`, 'status,status_info');
		expect(await look()).toEqual({ status: null, status_info: '' });
		await clock.advance(20_000);
		expect(await look()).toEqual({ status: 'error', status_info: 'Out of space' });
	});

	it('takes no heed of `retention`, and none of how it was asked for', async () => {
		const { client } = await givenSystem();
		const body = { name: 's', retention: 60, expires_type: 'never' };
		const { $key } = (await client.send('POST', '/cloud_snapshots?action=create', body)).body as {
			$key: string;
		};
		const fields = 'name,expires,retention,expires_type';
		expect(await client.row(`cloud_snapshots/${$key}`, fields)).toEqual({
			name: 's',
			expires: 0,
			retention: null,
		});
	});

	it('has a name that is the only one in the system and does not change', async () => {
		const { client } = await givenSystem();
		const key = await client.make('cloud_snapshots', { name: 's' });
		expect(await client.send('POST', '/cloud_snapshots', { name: 's' })).toMatchObject({
			status: 409,
			body: { err: 'This name already exists' },
		});
		expect(await client.send('PUT', `/cloud_snapshots/${key}`, { name: 't' })).toMatchObject({
			status: 422,
			body: { err: "field 'name' is readonly" },
		});
		await client.send('PUT', `/cloud_snapshots/${key}`, { description: 'd', private: true });
		expect(await client.row(`cloud_snapshots/${key}`, 'description,private')).toEqual({
			description: 'd',
			private: true,
		});
	});

	it('shows what is inside only after it was asked to look, and only some time later', async () => {
		const given = await givenSystem({ durations: { find: 10 } });
		const key = await given.client.make('cloud_snapshots', { name: 's' });
		expect(await childrenOf(given, 'vms', key)).toEqual([]);
		expect(await found(given, 'vms', key)).toEqual([]);
		await given.clock.advance(10_000);
		const rows = await childrenOf(given, 'vms', key, 'name,original_key,status,status_info');
		expect(rows.map(({ name }) => name)).toEqual(['db-01', 'test-01', 'web-01']);
		expect(rows[2]).toMatchObject({ original_key: 36, status: 'idle', status_info: '' });
		expect(await childrenOf(given, 'tenants', key)).toEqual([]);
	});

	it('of some tags holds what has them, or all that has not', async () => {
		const given = await givenSystem();
		const [production] = await given.client.rows('tags', { filter: "name eq 'production'" });
		const inside = async (name: string, body: unknown) => {
			const key = await given.client.make('cloud_snapshots', body);
			const { type } = await given.client.row(`cloud_snapshots/${key}`, 'type');
			return [name, type, (await found(given, 'vms', key)).map((row) => row.name)];
		};
		const tags = [production?.$key];
		expect(await inside('in', { name: 'in', include_tags: tags })).toEqual([
			'in',
			'partial_include',
			['db-01', 'web-01'],
		]);
		expect(await inside('out', { name: 'out', exclude_tags: String(tags[0]) })).toEqual([
			'out',
			'partial_exclude',
			['test-01'],
		]);
		const both = { name: 'both', include_tags: tags, exclude_tags: tags };
		expect((await given.client.send('POST', '/cloud_snapshots', both)).status).toBe(422);
		const stranger = { name: 'stranger', include_tags: [99] };
		expect((await given.client.send('POST', '/cloud_snapshots', stranger)).status).toBe(404);
	});

	it('of an older version is full, whatever tags were named', async () => {
		const given = await givenSystem({ version: '26.0.4' });
		const key = await given.client.make('cloud_snapshots', { name: 's', include_tags: [1] });
		expect(await found(given, 'vms', key)).toHaveLength(3);
	});

	it('can be cloned under a name', async () => {
		const given = await givenSystem();
		const key = await given.client.make('cloud_snapshots', { name: 's' });
		const body = { cloud_snapshot: key, action: 'clone', params: { name: 'copy' } };
		await given.client.act('cloud_snapshot', body);
		const [copy] = await given.client.rows('cloud_snapshots', { filter: "name eq 'copy'" });
		expect(await found(given, 'vms', String(copy?.$key))).toHaveLength(3);
	});

	it('of the provider becomes local when it is requested', async () => {
		const { client, clock, simulator } = await givenSystem({ durations: { request: 15 } });
		const key = simulator.addSystemSnapshot({ name: 'theirs', provider: true });
		await client.act('cloud_snapshot', { cloud_snapshot: key, action: 'request' });
		const provider = async () => (await client.row(`cloud_snapshots/${key}`, 'provider')).provider;
		expect(await provider()).toBe(true);
		await clock.advance(15_000);
		expect(await provider()).toBe(false);
	});
});

describe('recovering out of a system snapshot', () => {
	const LOOK = 'name,status,status_info';

	it('makes new VMs, off, under numbered names, and tells how it went in the row', async () => {
		const given = await givenSystem({ durations: { importing: 30 } });
		const { client, clock, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const rows = (await found(given, 'vms', key)).map(({ $key }) => $key);
		simulator.write({ level: 'vm', id: 36 }, 'later');
		await client.act('cloud_snapshot_vm', { action: 'recover', params: { rows } });
		expect((await childrenOf(given, 'vms', key, LOOK))[2]).toEqual({
			name: 'web-01',
			status: 'importing',
			status_info: '',
		});
		await clock.advance(30_000);
		expect((await childrenOf(given, 'vms', key, LOOK))[2]).toEqual({
			name: 'web-01',
			status: 'complete',
			status_info: 'Restored to: web-01 (0)',
		});
		const made = simulator.keyOf('vm', 'web-01 (0)');
		expect(simulator.read({ level: 'vm', id: made })).toBe('web');
		expect(simulator.read({ level: 'vm', id: 36 })).toBe('later');
		expect(simulator.network(made).addresses).not.toEqual(simulator.network(36).addresses);
		const running = 'machine#status#running as running,description';
		expect(await client.row(`vms/${made}`, running)).toEqual({
			running: false,
			description: 'shop',
		});
	});

	it('brings back what was deleted, under a name of one’s own', async () => {
		const given = await givenSystem();
		const { client, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const [, , web] = await found(given, 'vms', key);
		simulator.setRunning({ level: 'vm', id: 36 }, false);
		await client.send('DELETE', '/vms/36');
		const params = { rows: [web?.$key], name: 'web-01' };
		await client.act('cloud_snapshot_vm', { action: 'recover', params });
		expect(simulator.read({ level: 'vm', id: simulator.keyOf('vm', 'web-01') })).toBe('web');
	});

	it('fails under a name that is taken, in the row or at once', async () => {
		const given = await givenSystem();
		const { client, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const [db] = await found(given, 'vms', key);
		const body = { action: 'recover', params: { rows: [db?.$key], name: 'web-01' } };
		expect((await client.act('cloud_snapshot_vm', body)).status).toBe(200);
		expect((await childrenOf(given, 'vms', key, LOOK))[0]).toMatchObject({
			status: 'error',
			status_info: 'This name already exists',
		});
		simulator.quirks.recoverNameTaken = 'refused';
		expect((await client.act('cloud_snapshot_vm', body)).status).toBe(409);
	});

	it('makes tenants that are provisioned before they are offline', async () => {
		const given = await givenSystem({ durations: { importing: 5, provisioning: 20 } });
		const { client, clock, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const [tenant] = await found(given, 'tenants', key);
		const params = { rows: [tenant?.$key], name: 'customer-a-dr' };
		await client.act('cloud_snapshot_tenant', { action: 'recover', params });
		await clock.advance(5_000);
		const made = simulator.keyOf('tenant', 'customer-a-dr');
		const status = async () => (await client.row(`tenants/${made}`, 'status#status as s')).s;
		expect(await status()).toBe('provisioning');
		await clock.advance(20_000);
		expect(await status()).toBe('offline');
		expect(simulator.read({ level: 'tenant', id: made })).toBe('their data');
	});

	it('fails with a reason in the row', async () => {
		const given = await givenSystem();
		const { client, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const [db] = await found(given, 'vms', key);
		simulator.quirks.recoverOutcome = { status: 'error', info: 'Out of space' };
		await client.act('cloud_snapshot_vm', { action: 'recover', params: { rows: [db?.$key] } });
		const [row] = await childrenOf(given, 'vms', key, LOOK);
		expect(row).toMatchObject({ status: 'error', status_info: 'Out of space' });
		const live = { filter: 'is_snapshot eq false' };
		expect(await client.rows('vms', live)).toHaveLength(3);
	});

	it('never ends if it shall not', async () => {
		const given = await givenSystem();
		const { client, clock, simulator } = given;
		const key = await client.make('cloud_snapshots', { name: 's' });
		const [db] = await found(given, 'vms', key);
		simulator.fault('POST /cloud_snapshot_vm_actions', { kind: 'neverSettles' });
		await client.act('cloud_snapshot_vm', { action: 'recover', params: { rows: [db?.$key] } });
		await clock.advance(86_400_000);
		expect((await childrenOf(given, 'vms', key, LOOK))[0]).toMatchObject({ status: 'importing' });
	});
});
