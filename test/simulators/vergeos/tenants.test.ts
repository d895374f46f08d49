import { NOW_SECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const STATUS =
	'status#status as status,status#running as running,status#starting as starting,status#state as state';

/** A tenant that was written to after its snapshot. */
async function givenTenant(running: boolean, options: Parameters<TestBench['given']>[0] = {}) {
	const given = await bench.given(options);
	const { simulator, client } = given;
	const tenant = simulator.addTenant({
		name: 'customer-a',
		disk: 'before',
		description: 'as it was',
		running,
	});
	const snapshot = Number(await client.make('tenant_snapshots', { tenant, name: 's' }));
	simulator.write({ level: 'tenant', id: tenant }, 'after');
	await client.send('PUT', `/tenants/${tenant}`, { description: 'changed' });
	const read = (): string => simulator.read({ level: 'tenant', id: tenant });
	return { ...given, tenant, snapshot, read };
}

const restore = async ({ client }: Given, tenant: number, snapshot: number) =>
	await client.act('tenant', { tenant, action: 'restore', params: { snapshot } });

describe('a tenant snapshot', () => {
	it('never expires unless it is told to, and can be read at once', async () => {
		const { client, snapshot, tenant } = await givenTenant(true);
		const fields = '$key,tenant,name,description,profile,period,min_snapshots,created,expires,type';
		expect(await client.row(`tenant_snapshots/${snapshot}`, fields)).toEqual({
			$key: 31,
			tenant,
			name: 's',
			description: '',
			profile: '',
			period: '',
			min_snapshots: 0,
			created: NOW_SECONDS,
			expires: 0,
			type: 'full',
		});
	});

	it('is a tenant of its own, marked as a copy', async () => {
		const { client } = await givenTenant(true);
		expect(await client.rows('tenants', { filter: 'is_snapshot eq true' })).toHaveLength(1);
		expect(await client.rows('tenants', { filter: 'is_snapshot eq false' })).toHaveLength(1);
	});

	it('can’t be taken of such a copy, nor twice under one name', async () => {
		const { client, tenant } = await givenTenant(true);
		const [copy] = await client.rows('tenants', { filter: 'is_snapshot eq true' });
		const ofCopy = { tenant: copy?.$key, name: 'x' };
		expect((await client.send('POST', '/tenant_snapshots', ofCopy)).status).toBe(422);
		expect(await client.send('POST', '/tenant_snapshots', { tenant, name: 's' })).toMatchObject({
			status: 409,
			body: { err: 'This name already exists' },
		});
	});

	it('is named by the server where nobody did', async () => {
		const { client, tenant } = await givenTenant(true);
		const key = await client.make('tenant_snapshots', { tenant, expires: 0 });
		const { name } = await client.row(`tenant_snapshots/${key}`, 'name');
		expect(name).toBe('Snapshot_20261122020000');
	});

	it('changes its description and its expiry, not its name', async () => {
		const { client, snapshot } = await givenTenant(true);
		const path = `/tenant_snapshots/${snapshot}`;
		const change = { description: 'd', expires: NOW_SECONDS + 60 };
		expect((await client.send('PUT', path, change)).status).toBe(200);
		expect((await client.send('PUT', path, { name: 't' })).status).toBe(422);
		expect((await client.send('DELETE', path)).status).toBe(200);
		expect((await client.send('GET', path)).status).toBe(404);
	});

	it('list gains what system snapshots expose when it is refreshed, private ones apart', async () => {
		const given = await givenTenant(true);
		const { client, tenant } = given;
		await client.make('cloud_snapshots', { name: 'open', private: false });
		const hidden = await client.make('cloud_snapshots', { name: 'hidden', private: true });
		const names = async () => {
			await client.act('tenant_snapshot', { tenant, action: 'refresh' });
			const filter = `tenant eq ${tenant}`;
			const rows = await client.rows('tenant_snapshots', { filter, fields: 'name', sort: 'name' });
			return rows.map(({ name }) => name);
		};
		expect(await names()).toEqual(['open', 's']);
		await client.send('PUT', `/cloud_snapshots/${hidden}`, { private: false });
		const [open] = await client.rows('cloud_snapshots', { filter: "name eq 'open'" });
		await client.send('DELETE', `/cloud_snapshots/${String(open?.$key)}`);
		expect(await names()).toEqual(['hidden', 's']);
	});
});

describe('restoring a tenant in place', () => {
	it('is refused while it is online', async () => {
		const given = await givenTenant(true);
		const answer = await restore(given, given.tenant, given.snapshot);
		expect(answer).toMatchObject({
			status: 409,
			body: { err: 'Cannot restore while the tenant is running' },
		});
		expect(given.read()).toBe('after');
	});

	it('takes effect at the next power-on, not before', async () => {
		const given = await givenTenant(false, { durations: { tenantStart: 30 } });
		const { client, clock, tenant, snapshot, read } = given;
		expect((await restore(given, tenant, snapshot)).status).toBe(200);
		expect(read()).toBe('after');
		await client.act('tenant', { tenant, action: 'poweron' });
		expect(await client.row(`tenants/${tenant}`, STATUS)).toEqual({
			status: 'starting',
			running: true,
			starting: true,
			state: 'online',
		});
		await clock.advance(30_000);
		expect(await client.row(`tenants/${tenant}`, `${STATUS},description`)).toMatchObject({
			status: 'online',
			description: 'as it was',
		});
		expect(read()).toBe('before');
	});

	it('asked for twice does what was asked for last', async () => {
		const given = await givenTenant(false);
		const { client, simulator, tenant, snapshot, read } = given;
		const later = simulator.addSnapshot({ level: 'tenant', id: tenant }, { name: 'later' });
		await restore(given, tenant, snapshot);
		await restore(given, tenant, later);
		await client.act('tenant', { tenant, action: 'poweron' });
		expect(read()).toBe('after');
	});

	it('of another tenant’s snapshot is refused', async () => {
		const given = await givenTenant(false);
		const other = given.simulator.addTenant({ name: 'customer-b', running: false });
		expect((await restore(given, other, given.snapshot)).status).toBe(404);
	});

	it('is refused while somebody else holds the tenant', async () => {
		const given = await givenTenant(false);
		given.simulator.lock({ level: 'tenant', id: given.tenant }, 'sync');
		expect((await restore(given, given.tenant, given.snapshot)).status).toBe(409);
	});
});

describe('a tenant', () => {
	it('takes its time to go offline', async () => {
		const { client, clock, tenant } = await givenTenant(true, { durations: { tenantStop: 20 } });
		await client.act('tenant', { tenant, action: 'poweroff' });
		const status = async () => (await client.row(`tenants/${tenant}`, STATUS)).status;
		expect(await status()).toBe('stopping');
		await clock.advance(20_000);
		expect(await status()).toBe('offline');
	});

	it('can be deleted when it is offline, with its snapshots', async () => {
		const { client, simulator, tenant } = await givenTenant(true);
		expect((await client.send('DELETE', `/tenants/${tenant}`)).status).toBe(409);
		simulator.setRunning({ level: 'tenant', id: tenant }, false);
		expect((await client.send('DELETE', `/tenants/${tenant}`)).status).toBe(200);
		expect(await client.rows('tenants')).toEqual([]);
		expect(await client.rows('tenant_snapshots')).toEqual([]);
	});
});
