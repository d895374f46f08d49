import type { PoolDriver } from './index';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const INSTANCE = '/instances/web-01';
const SNAPSHOTS = `${INSTANCE}/snapshots`;

/** Three snapshots: shop 1, shop 2 and shop 3; then shop 4 on the disk. */
async function givenSnapshots(options: Parameters<TestBench['given']>[0] = {}): Promise<Given> {
	const given = await bench.given(options);
	for (const number of [1, 2, 3]) {
		given.simulator.write('web-01', `shop ${number}`);
		given.simulator.addSnapshot('web-01', { name: `s${number}` });
	}
	given.simulator.write('web-01', 'shop 4');
	return given;
}

describe('a restore', () => {
	it('brings disk and settings back, and leaves the snapshots', async () => {
		const { client, simulator } = await givenSnapshots();
		const before = await client.get(INSTANCE);
		const patch = {
			config: { 'user.release': '4' },
			devices: { data: { type: 'disk', path: '/data' } },
		};
		await client.send('PATCH', INSTANCE, patch);
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.read('web-01')).toBe('shop 1');
		const after = await client.get(INSTANCE);
		expect(after.devices).toEqual(before.devices);
		expect(after.config).toEqual({
			...(before.config as object),
			'volatile.uuid.generation': expect.any(String),
		});
		expect(after.config).not.toEqual(before.config);
		expect(await client.names(SNAPSHOTS)).toEqual(['s1', 's2', 's3']);
	});

	it('stops a running instance hard, and starts it again without its memory', async () => {
		const { client, clock, simulator } = await givenSnapshots({ durations: { restore: 10 } });
		simulator.writeMemory('web-01', 'a thousand visitors');
		await client.begin('PUT', INSTANCE, { restore: 's1' });
		expect(await client.get(INSTANCE)).toMatchObject({ status: 'Stopped', status_code: 102 });
		await clock.advance(10_000);
		expect(await client.get(INSTANCE)).toMatchObject({ status: 'Running', status_code: 103 });
		expect(simulator.readMemory('web-01')).toBe('');
	});

	it('leaves a stopped instance stopped', async () => {
		const { client, simulator } = await givenSnapshots();
		simulator.setStatus('web-01', 'Stopped');
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(await client.get(INSTANCE)).toMatchObject({ status: 'Stopped' });
	});

	it('of what is not there fails in its operation, and stops nothing', async () => {
		const { client } = await givenSnapshots();
		expect(await client.failure('PUT', INSTANCE, { restore: 's9' })).toBe(
			'Snapshot web-01/s9 does not exist',
		);
		expect(await client.get(INSTANCE)).toMatchObject({ status: 'Running' });
	});

	it('of the disk only keeps the present settings', async () => {
		const { client, simulator } = await givenSnapshots();
		await client.send('PATCH', INSTANCE, { config: { 'user.release': '4' } });
		await client.succeed('PUT', INSTANCE, { restore: 's1', disk_only: true });
		expect(simulator.read('web-01')).toBe('shop 1');
		expect((await client.get(INSTANCE)).config).toMatchObject({ 'user.release': '4' });
		const both = { restore: 's1', disk_only: true, stateful: true };
		const { status, body } = await client.send('PUT', INSTANCE, both);
		expect([status, body.error]).toEqual([
			400,
			'Cannot use option disk_only and stateful together on snapshot restore',
		]);
	});

	it.each([
		['incus', 'older'],
		['lxd', 'current'],
	] as const)('of the disk only is one of everything at %s, %s', async (flavour, generation) => {
		const { client } = await givenSnapshots({ flavour, generation });
		await client.send('PATCH', INSTANCE, { config: { 'user.release': '4' } });
		await client.succeed('PUT', INSTANCE, { restore: 's1', disk_only: true });
		expect((await client.get(INSTANCE)).config).not.toHaveProperty('user.release');
	});

	it('is refused to whom has seen other settings', async () => {
		const { client } = await givenSnapshots();
		const { headers } = await client.send('GET', INSTANCE);
		await client.send('PATCH', INSTANCE, { config: { 'user.release': '4' } });
		const sending = { headers: { 'if-match': String(headers.etag) } };
		const { status } = await client.send('PUT', INSTANCE, { restore: 's1' }, sending);
		expect(status).toBe(412);
	});
});

describe('a pool', () => {
	const REFUSED =
		'Snapshot "s1" cannot be restored due to subsequent snapshot(s). Set zfs.remove_snapshots to override';

	it.each(['dir', 'btrfs', 'lvm', 'ceph'] as const)('of %s restores any', async (driver) => {
		const { client, simulator } = await givenSnapshots({ driver });
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.read('web-01')).toBe('shop 1');
	});

	it.each(['zfs', 'truenas', 'linstor', 'lvmcluster'] satisfies PoolDriver[])(
		'of %s restores the newest only',
		async (driver) => {
			const { client, simulator } = await givenSnapshots({ driver });
			expect(await client.failure('PUT', INSTANCE, { restore: 's1' })).toBe(
				REFUSED.replace('zfs', driver),
			);
			await client.succeed('PUT', INSTANCE, { restore: 's3' });
			expect(simulator.read('web-01')).toBe('shop 3');
			expect(await client.names(SNAPSHOTS)).toEqual(['s1', 's2', 's3']);
		},
	);

	it('that may remove snapshots restores an older one, and the later ones are gone', async () => {
		const { client, simulator } = await givenSnapshots({ driver: 'zfs' });
		simulator.setPool('local', { config: { 'volume.zfs.remove_snapshots': 'true' } });
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.read('web-01')).toBe('shop 1');
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
	});

	it('refuses before the instance is stopped, or on older servers after it', async () => {
		const current = await givenSnapshots({ driver: 'zfs' });
		await current.client.failure('PUT', INSTANCE, { restore: 's1' });
		expect(await current.client.get(INSTANCE)).toMatchObject({ status: 'Running' });
		const older = await givenSnapshots({ driver: 'zfs', flavour: 'lxd' });
		await older.client.failure('PUT', INSTANCE, { restore: 's1' });
		expect(await older.client.get(INSTANCE)).toMatchObject({ status: 'Stopped' });
		expect(older.simulator.read('web-01')).toBe('shop 4');
		await older.client.succeed('PUT', INSTANCE, { restore: 's3' });
	});

	it('of ZFS never goes back behind a copy of the live state, but behind one of a snapshot', async () => {
		const { client, simulator } = await givenSnapshots({ driver: 'zfs' });
		simulator.setPool('local', { config: { 'volume.zfs.remove_snapshots': 'true' } });
		const copy = (name: string, source: string) => ({ name, source: { type: 'copy', source } });
		await client.succeed('POST', '/instances', copy('web-02', 'web-01/s3'));
		await client.succeed('PUT', INSTANCE, { restore: 's3' });
		await client.succeed('POST', '/instances', copy('web-03', 'web-01'));
		expect(await client.failure('PUT', INSTANCE, { restore: 's3' })).toBe(
			'Snapshot "s3" cannot be restored due to subsequent internal snapshot(s) (from a copy)',
		);
		await client.succeed('POST', SNAPSHOTS, { name: 's4' });
		await client.succeed('PUT', INSTANCE, { restore: 's4' });
	});
});

describe('with the volumes that only one instance has', () => {
	it('newer LXD makes snapshots and restores them', async () => {
		const { client, simulator } = await bench.given({ flavour: 'lxd' });
		simulator.setStatus('web-01', 'Stopped');
		simulator.addInstance({ name: 'web-02' });
		simulator.addVolume({ name: 'data', content: 'orders 1', attachedTo: ['web-01'] });
		simulator.addVolume({ name: 'shared', attachedTo: ['web-01', 'web-02'] });
		const mode = 'all-exclusive';
		await client.succeed('POST', SNAPSHOTS, { name: 's1', disk_volumes_mode: mode });
		simulator.writeVolume('data', 'orders 2');
		await client.succeed('PUT', INSTANCE, { restore: 's1' });
		expect(simulator.readVolume('data')).toBe('orders 2');
		await client.succeed('PUT', INSTANCE, { restore: 's1', restore_disk_volumes_mode: mode });
		expect(simulator.readVolume('data')).toBe('orders 1');
		expect(simulator.volume('shared').snapshots).toEqual([]);
		const wrong = { name: 's2', disk_volumes_mode: 'some' };
		expect((await client.send('POST', SNAPSHOTS, wrong)).status).toBe(400);
	});

	it('Incus makes none', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVolume({ name: 'data', attachedTo: ['web-01'] });
		await client.succeed('POST', SNAPSHOTS, { name: 's1', disk_volumes_mode: 'all-exclusive' });
		expect(simulator.volume('data').snapshots).toEqual([]);
	});
});
