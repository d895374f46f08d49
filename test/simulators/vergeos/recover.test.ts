import { childrenOf, found, givenSystemOn } from './givenSystem';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const givenSystem = givenSystemOn(bench);

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
