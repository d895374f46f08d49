import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SOURCE = { type: 'copy', source: 'web-01/s1', project: 'default' };
const ORDER = { name: 'web-02', source: SOURCE, profiles: ['default'] };

/** A snapshot of shop 1, and shop 2 since. */
async function givenSnapshot(options: Parameters<TestBench['given']>[0] = {}): Promise<Given> {
	const given = await bench.given(options);
	const config = { 'user.tier': 'test', 'limits.memory': '2GiB' };
	await given.client.send('PATCH', '/instances/web-01', { config });
	given.simulator.addSnapshot('web-01', { name: 's1' });
	given.simulator.write('web-01', 'shop 2');
	return given;
}

describe('a copy of a snapshot', () => {
	it('is a new instance, stopped, with what was on the disk, and leaves the source alone', async () => {
		const { client, simulator } = await givenSnapshot();
		const before = await client.get('/instances/web-01?recursion=1');
		expect(await client.succeed('POST', '/instances', ORDER)).toMatchObject({
			description: 'Creating instance',
			resources: { instances: ['/1.0/instances/web-02', '/1.0/instances/web-01%2Fs1'] },
		});
		expect(await client.get('/instances/web-02?recursion=1')).toMatchObject({
			status: 'Stopped',
			type: 'virtual-machine',
			snapshots: null,
		});
		expect(simulator.read('web-02')).toBe('shop 1');
		expect(await client.get('/instances/web-01?recursion=1')).toEqual(before);
		expect(simulator.read('web-01')).toBe('shop 2');
	});

	it('takes settings over key by key, but no identity', async () => {
		const { client, simulator } = await givenSnapshot();
		const order = {
			...ORDER,
			config: { 'user.tier': 'copy' },
			devices: { extra: { type: 'disk', path: '/extra' } },
		};
		await client.succeed('POST', '/instances', order);
		const [source, made] = [
			await client.get('/instances/web-01'),
			await client.get('/instances/web-02'),
		];
		expect(made.config).toMatchObject({ 'user.tier': 'copy', 'limits.memory': '2GiB' });
		expect(made.devices).toMatchObject({ ...(source.devices as object), extra: { type: 'disk' } });
		const uuids = [source, made].map(
			({ config }) => (config as Record<string, string>)['volatile.uuid'],
		);
		expect(new Set(uuids).size).toBe(2);
		const addresses = ['web-01', 'web-02'].map((name) => simulator.network(name).addresses[0]);
		expect(new Set(addresses).size).toBe(2);
		expect(addresses[1]).toMatch(/^10:66:6a:/);
	});

	it('keeps static addresses, and can be cut off the network', async () => {
		const { client, simulator } = await bench.given();
		const hwaddr = '10:66:6a:ff:ff:ff';
		const eth0 = { type: 'nic', name: 'eth0', network: 'incusbr0', hwaddr };
		simulator.addInstance({ name: 'db-01', devices: { eth0 } });
		const source = { type: 'copy', source: 'db-01' };
		await client.succeed('POST', '/instances', { ...ORDER, source });
		expect(simulator.network('web-02')).toEqual({ connected: true, addresses: [hwaddr] });
		const devices = { eth0: { type: 'none' } };
		await client.succeed('POST', '/instances', { ...ORDER, name: 'web-03', source, devices });
		expect(simulator.network('web-03')).toEqual({ connected: false, addresses: [] });
	});

	it('is started where that is asked for and known', async () => {
		const current = await givenSnapshot();
		await current.client.succeed('POST', '/instances', { ...ORDER, start: true });
		expect(current.simulator.statusOf('web-02')).toBe('Running');
		const older = await givenSnapshot({ flavour: 'lxd', generation: 'older' });
		await older.client.succeed('POST', '/instances', { ...ORDER, start: true });
		expect(older.simulator.statusOf('web-02')).toBe('Stopped');
	});

	it('goes to another pool where its root disk says so', async () => {
		const { client, simulator } = await givenSnapshot();
		simulator.addPool({ name: 'fast', driver: 'zfs' });
		const root = { type: 'disk', path: '/', pool: 'fast' };
		await client.succeed('POST', '/instances', { ...ORDER, devices: { root } });
		const volumes = await client.list('/storage-pools/fast/volumes?recursion=1');
		expect(volumes).toMatchObject([{ name: 'web-02', type: 'virtual-machine' }]);
		const nowhere = { ...ORDER, name: 'web-03', devices: { root: { ...root, pool: 'slow' } } };
		expect(await client.failure('POST', '/instances', nowhere)).toContain('Storage pool not found');
	});

	it('without profiles gets the default one on Incus, and no root disk on LXD', async () => {
		const { profiles: _profiles, ...order } = ORDER;
		const incus = await bench.given();
		incus.simulator.addInstance({ name: 'db-01' });
		const source = { type: 'copy', source: 'db-01' };
		await incus.client.succeed('POST', '/instances', { ...order, source });
		expect(await incus.client.get('/instances/web-02')).toMatchObject({ profiles: ['default'] });
		const lxd = await bench.given({ flavour: 'lxd' });
		lxd.simulator.addInstance({ name: 'db-01' });
		expect(await lxd.client.failure('POST', '/instances', { ...order, source })).toContain(
			'No root device could be found',
		);
		expect(await lxd.client.names('/instances')).toEqual(['db-01', 'web-01']);
		const devices = { root: { type: 'disk', path: '/', pool: 'local' } };
		await lxd.client.succeed('POST', '/instances', { ...order, source, devices });
	});

	it('is refused at once where the name is taken, by older servers in the operation', async () => {
		const order = { ...ORDER, name: 'web-01' };
		const current = await givenSnapshot();
		const { status, body } = await current.client.send('POST', '/instances', order);
		expect([status, body.error]).toEqual([409, 'Instance "web-01" already exists']);
		const older = await givenSnapshot({ flavour: 'lxd', generation: 'older' });
		expect(await older.client.failure('POST', '/instances', order)).toContain(
			'This "instances" entry already exists',
		);
		expect(older.simulator.read('web-01')).toBe('shop 2');
	});

	it.each([
		[400, 'Invalid instance name: Name can only contain', { name: 'web_02' }],
		[400, 'Invalid instance name: Name must be 1-63', { name: 'w'.repeat(64) }],
		[400, 'Invalid instance name: Name cannot be a number', { name: '42' }],
		[404, 'InstanceSnapshot not found', { source: { ...SOURCE, source: 'web-01/s9' } }],
		[404, 'Instance not found', { source: { ...SOURCE, source: 'web-09/s1' } }],
		[404, 'Project not found', { source: { ...SOURCE, project: 'nowhere' } }],
		[400, 'Instance type should not be specified or should match', { type: 'container' }],
		[400, 'Instance name cannot be changed during stateful copy', { stateful: true }],
		[500, 'Requested profile "none" doesn\'t exist', { profiles: ['none'] }],
	])('is answered with %i: %s', async (expected, error, change) => {
		const { client } = await givenSnapshot();
		const { status, body } = await client.send('POST', '/instances', { ...ORDER, ...change });
		expect([status, body.error]).toEqual([expected, expect.stringContaining(error)]);
	});

	it('on LXD is of the source’s type whatever is asked for, and its name begins with no digit', async () => {
		const { client } = await givenSnapshot({ flavour: 'lxd' });
		expect(
			await client.succeed('POST', '/instances', { ...ORDER, type: 'container' }),
		).toMatchObject({
			resources: { instances: ['/1.0/instances/web-02', '/1.0/instances/web-01/s1'] },
		});
		const { status, body } = await client.send('POST', '/instances', { ...ORDER, name: '2-web' });
		expect([status, body.error]).toEqual([
			400,
			'Invalid instance name: Name must not start with a number',
		]);
	});

	it('is listed while it is made, and taken back when it fails', async () => {
		const { client, clock } = await givenSnapshot({
			durations: { copy: 10 },
			quirks: { operationsMayCancel: true },
		});
		const path = await client.begin('POST', '/instances', ORDER);
		expect(await client.names('/instances')).toEqual(['web-01', 'web-02']);
		await clock.advance(5_000);
		await client.send('DELETE', path);
		expect(await client.names('/instances')).toEqual(['web-01']);
	});

	it('goes into another project', async () => {
		const { client, simulator } = await givenSnapshot();
		simulator.addProject({ name: 'lab' });
		await client.succeed('POST', '/instances?project=lab', ORDER);
		expect(await client.names('/instances?project=lab')).toEqual(['web-02']);
		expect(await client.names('/instances')).toEqual(['web-01']);
	});
});

it('a copy of an instance brings its snapshots along, unless it alone is asked for', async () => {
	const { client } = await givenSnapshot();
	const source = { type: 'copy', source: 'web-01' };
	await client.succeed('POST', '/instances', { ...ORDER, source });
	expect(await client.names('/instances/web-02/snapshots')).toEqual(['s1']);
	const alone = { ...ORDER, name: 'web-03', source: { ...source, instance_only: true } };
	await client.succeed('POST', '/instances', alone);
	expect(await client.names('/instances/web-03/snapshots')).toEqual([]);
});
