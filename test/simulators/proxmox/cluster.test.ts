import { TestBench, WEB } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the list of guests', () => {
	it('tells of VMs and containers alike, and of locks, tags and pools where there are any', async () => {
		const { client, simulator } = await bench.givenWeb({}, { tags: ['prod', 'web'], pool: 'p1' });
		simulator.addGuest({ name: 'ct-01', type: 'lxc', status: 'stopped', ha: true });
		simulator.lock(100);
		expect(await client.list('/cluster/resources', { type: 'vm' })).toEqual([
			{
				id: 'qemu/100',
				vmid: 100,
				node: 'pve1',
				type: 'qemu',
				status: 'running',
				name: 'web-01',
				template: 0,
				uptime: 0,
				maxcpu: 2,
				cpu: 0.01,
				maxmem: 4_294_967_296,
				mem: 1_073_741_824,
				maxdisk: 34_359_738_368,
				disk: 0,
				netin: 0,
				netout: 0,
				diskread: 0,
				diskwrite: 0,
				tags: 'prod;web',
				pool: 'p1',
				lock: 'backup',
			},
			expect.objectContaining({ id: 'lxc/101', name: 'ct-01', status: 'stopped', uptime: 0 }),
		]);
		const [, container] = await client.list('/cluster/resources', { type: 'vm' });
		for (const key of ['tags', 'pool', 'lock']) expect(container).not.toHaveProperty(key);
		expect(container).toMatchObject({ hastate: 'stopped' });
	});

	it('has other kinds, too, and refuses unknown ones', async () => {
		const { client } = await bench.givenWeb();
		expect(await client.list('/cluster/resources', { type: 'node' })).toMatchObject([
			{ node: 'pve1', type: 'node', status: 'online' },
		]);
		expect(await client.list('/cluster/resources', { type: 'storage' })).toMatchObject([
			{ id: 'storage/pve1/local-lvm', plugintype: 'lvmthin' },
		]);
		expect((await client.send('GET', '/cluster/resources', { type: 'moon' })).status).toBe(400);
	});

	it('may be behind, but not with locks and tags', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.holdStatistics();
		simulator.setPower(100, 'stopped');
		simulator.lock(100);
		simulator.guest(100).config = { name: 'renamed', tags: 'new' };
		const listed = async () => (await client.list('/cluster/resources', { type: 'vm' }))[0];
		expect(await listed()).toMatchObject({
			status: 'running',
			name: 'web-01',
			lock: 'backup',
			tags: 'new',
		});
		expect(await client.get(`${WEB}/status/current`)).toMatchObject({ status: 'stopped' });
		simulator.releaseStatistics();
		expect(await listed()).toMatchObject({ status: 'stopped', name: 'renamed' });
	});
});

describe('a node that is gone', () => {
	it.each([
		['offline', 595, 'No route to host'],
		['unresponsive', 596, 'Connection timed out'],
	] as const)(
		'(%s) leaves its guests unknown and its calls unanswered',
		async (state, status, told) => {
			const { client, simulator } = await bench.given({ nodes: ['pve1', 'pve2'] });
			const vmid = simulator.addGuest({ name: 'web-01', node: 'pve2' });
			simulator.setNode('pve2', state);
			const [row] = await client.list('/cluster/resources', { type: 'vm' });
			expect(row).toEqual({
				id: `qemu/${vmid}`,
				vmid,
				node: 'pve2',
				type: 'qemu',
				status: 'unknown',
			});
			const answer = await client.send('GET', `/nodes/pve2/qemu/${vmid}/snapshot`);
			expect(answer).toMatchObject({ status, statusMessage: told, body: '' });
			simulator.setNode('pve2', 'online');
			expect((await client.send('GET', `/nodes/pve2/qemu/${vmid}/snapshot`)).status).toBe(200);
		},
	);

	it('is not known at all when there never was one', async () => {
		const { client } = await bench.given();
		const { status, statusMessage } = await client.send('GET', '/nodes/pve9/qemu');
		expect(status).toBe(500);
		expect(statusMessage).toContain("hostname lookup 'pve9' failed");
	});
});

describe('the next free id', () => {
	it('is the lowest one, a number today and text before', async () => {
		const { client, simulator } = await bench.givenWeb();
		expect(await client.data('GET', '/cluster/nextid')).toBe(101);
		simulator.quirks.nextId = 'text';
		expect(await client.data('GET', '/cluster/nextid')).toBe('101');
	});

	it('is given to two who ask, since it reserves nothing', async () => {
		const { client } = await bench.givenWeb();
		const [first, second] = [
			await client.data('GET', '/cluster/nextid'),
			await client.data('GET', '/cluster/nextid'),
		];
		expect(first).toBe(second);
		expect(await client.task('POST', `${WEB}/clone`, { newid: 101 })).toBe('OK');
		const again = await client.send('POST', `${WEB}/clone`, { newid: 101 });
		expect(again.statusMessage).toBe('unable to create VM 101: config file already exists');
	});

	it('can be asked whether it is free', async () => {
		const { client } = await bench.givenWeb();
		expect(await client.data('GET', '/cluster/nextid', { vmid: 150 })).toBe(150);
		expect(await client.send('GET', '/cluster/nextid', { vmid: 100 })).toMatchObject({
			status: 400,
			body: { errors: { vmid: 'VM 100 already exists' } },
		});
	});
});

describe('pools and storages', () => {
	it('tell what is in them, and what they are', async () => {
		const { client, simulator } = await bench.givenWeb(
			{ storages: [{ name: 'san', driver: 'lvm-volume-chain' }] },
			{ pool: 'p1' },
		);
		simulator.addPool('empty', 'nothing yet');
		expect(await client.list('/pools')).toEqual([
			{ poolid: 'p1' },
			{ poolid: 'empty', comment: 'nothing yet' },
		]);
		expect(await client.list('/pools', { poolid: 'p1' })).toMatchObject([
			{ poolid: 'p1', members: [{ id: 'qemu/100', name: 'web-01' }] },
		]);
		expect((await client.send('GET', '/pools/p9')).statusMessage).toBe("pool 'p9' does not exist");
		expect(await client.list('/storage')).toMatchObject([
			{ storage: 'san', type: 'lvm', 'snapshot-as-volume-chain': 1 },
		]);
		expect(await client.list('/nodes/pve1/storage')).toMatchObject([{ storage: 'san', active: 1 }]);
	});
});

it('the cluster tells its name and its nodes', async () => {
	const { client, simulator } = await bench.given({ nodes: ['pve1', 'pve2'] });
	simulator.setNode('pve2', 'offline');
	expect(await client.list('/cluster/status')).toMatchObject([
		{ type: 'cluster', name: 'demo-cluster', nodes: 2 },
		{ type: 'node', name: 'pve1', online: 1, local: 1 },
		{ type: 'node', name: 'pve2', online: 0, local: 0 },
	]);
	expect(await client.list('/nodes')).toMatchObject([{ node: 'pve1' }, { status: 'offline' }]);
});

it('grows by as many VMs as told, with their snapshots', async () => {
	const { client, simulator } = await bench.given();
	simulator.grow(3);
	expect(await client.list('/cluster/resources', { type: 'vm' })).toHaveLength(3);
	expect(await client.snapshots(WEB)).toHaveLength(2);
});
