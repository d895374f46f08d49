import { MINUTE, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const VOLUMES = '/storage-pools/local/volumes/custom';
const VOLUME = `${VOLUMES}/data`;
const SNAPSHOTS = `${VOLUME}/snapshots`;

async function givenVolume(options: Parameters<TestBench['given']>[0] = {}): Promise<Given> {
	const given = await bench.given(options);
	given.simulator.addVolume({ name: 'data', content: 'orders 1', description: 'of the shop' });
	return given;
}

describe('a snapshot of a volume', () => {
	it('is made by an operation, and brings the content back', async () => {
		const { client, simulator } = await givenVolume();
		expect(await client.succeed('POST', SNAPSHOTS, { name: 's1' })).toMatchObject({
			resources: {
				storage_volumes: [`/1.0${VOLUME}`],
				storage_volume_snapshots: [`/1.0${SNAPSHOTS}/s1`],
			},
		});
		simulator.writeVolume('data', 'orders 2');
		expect((await client.send('PUT', VOLUME, { restore: 's1' })).body.type).toBe('sync');
		expect(simulator.readVolume('data')).toBe('orders 1');
	});

	it('alone has its bare name and the zero time, and in a list neither', async () => {
		const { client } = await givenVolume();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		expect(await client.get(`${SNAPSHOTS}/s1`)).toEqual({
			name: 's1',
			description: 'of the shop',
			content_type: 'filesystem',
			created_at: '2026-11-22T02:00:00Z',
			expires_at: '0001-01-01T00:00:00Z',
			config: {},
		});
		expect(await client.list(`${SNAPSHOTS}?recursion=1`)).toMatchObject([
			{ name: 'data/s1', expires_at: null },
		]);
		expect(await client.list(SNAPSHOTS)).toEqual([`/1.0${SNAPSHOTS}/s1`]);
	});

	it('is refused at once when its name is taken or can’t be', async () => {
		const { client } = await givenVolume();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		const { status, body } = await client.send('POST', SNAPSHOTS, { name: 's1' });
		expect([status, body.error]).toEqual([409, 'Snapshot "s1" already in use']);
		expect((await client.send('POST', SNAPSHOTS, { name: 'a b' })).status).toBe(400);
		await client.succeed('POST', SNAPSHOTS, {});
		expect(await client.names(SNAPSHOTS)).toEqual(['data/s1', 'data/snap0']);
	});

	it('changes its description and expiry: PATCH what is given, PUT all', async () => {
		const { client } = await givenVolume();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		const path = `${SNAPSHOTS}/s1`;
		const expires_at = '2026-12-01T00:00:00Z';
		await client.send('PATCH', path, { expires_at });
		expect(await client.get(path)).toMatchObject({ description: 'of the shop', expires_at });
		await client.send('PATCH', path, { description: 'mine' });
		expect(await client.get(path)).toMatchObject({ description: 'mine', expires_at });
		const { headers } = await client.send('GET', path);
		await client.send('PUT', path, { description: 'yours' });
		expect(await client.get(path)).toMatchObject({
			description: 'yours',
			expires_at: '0001-01-01T00:00:00Z',
		});
		const sending = { headers: { 'if-match': String(headers.etag) } };
		expect((await client.send('PUT', path, {}, sending)).status).toBe(412);
	});

	it('is renamed, deleted, and gone when it has expired', async () => {
		const { client, clock } = await givenVolume();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2', expires_at: '2026-11-22T02:00:30Z' });
		expect((await client.send('POST', `${SNAPSHOTS}/s1`, { name: 's2' })).status).toBe(409);
		await client.succeed('POST', `${SNAPSHOTS}/s1`, { name: 's3' });
		await clock.advance(MINUTE);
		expect(await client.names(SNAPSHOTS)).toEqual(['data/s3']);
		await client.succeed('DELETE', `${SNAPSHOTS}/s3`);
		const { status, body } = await client.send('GET', `${SNAPSHOTS}/s3`);
		expect([status, body.error]).toEqual([404, 'Storage volume snapshot not found']);
	});

	it('expires as the configuration of the volume says', async () => {
		const { client } = await givenVolume();
		await client.send('PATCH', VOLUME, { config: { 'snapshots.expiry': '1w' } });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		expect(await client.get(`${SNAPSHOTS}/s1`)).toMatchObject({
			expires_at: '2026-11-29T02:00:00Z',
		});
	});

	it('is not restored under a running instance', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVolume({ name: 'data', content: 'orders 1', attachedTo: ['web-01'] });
		simulator.addVolumeSnapshot('data', { name: 's1', content: 'orders 0' });
		const { status, body } = await client.send('PUT', VOLUME, { restore: 's1' });
		expect([status, body.error]).toEqual([
			500,
			'Cannot restore custom volume used by running instances',
		]);
		simulator.setStatus('web-01', 'Stopped');
		expect((await client.send('PUT', VOLUME, { restore: 's1' })).status).toBe(200);
		expect(simulator.readVolume('data')).toBe('orders 0');
	});

	it('is no part of an instance’s own', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVolume({ name: 'data', content: 'orders 1', attachedTo: ['web-01'] });
		await client.succeed('POST', '/instances/web-01/snapshots', { name: 's1' });
		expect(await client.list(SNAPSHOTS)).toEqual([]);
		simulator.writeVolume('data', 'orders 2');
		await client.succeed('PUT', '/instances/web-01', { restore: 's1' });
		expect(simulator.readVolume('data')).toBe('orders 2');
	});

	it('on ZFS is restored when it is the newest', async () => {
		const { client, simulator } = await givenVolume({ driver: 'zfs' });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2' });
		const { status, body } = await client.send('PUT', VOLUME, { restore: 's1' });
		expect([status, body.error]).toEqual([500, expect.stringContaining('zfs.remove_snapshots')]);
		await client.send('PATCH', VOLUME, { config: { 'zfs.remove_snapshots': 'true' } });
		expect((await client.send('PUT', VOLUME, { restore: 's1' })).status).toBe(200);
		expect(await client.names(SNAPSHOTS)).toEqual(['data/s1']);
		expect(simulator.readVolume('data')).toBe('orders 1');
	});

	it('can be refused by a storage that is busy', async () => {
		const { client, simulator } = await givenVolume();
		simulator.addVolumeSnapshot('data', { name: 's1' });
		simulator.busyVolume('data', 'device or resource busy');
		expect(await client.failure('POST', SNAPSHOTS, { name: 's2' })).toBe('device or resource busy');
		expect(await client.failure('DELETE', `${SNAPSHOTS}/s1`)).toBe('device or resource busy');
		expect((await client.send('PUT', VOLUME, { restore: 's1' })).status).toBe(500);
		simulator.freeVolume('data');
		await client.succeed('DELETE', `${SNAPSHOTS}/s1`);
	});
});

describe('changes of a volume', () => {
	it('are operations on newer LXD', async () => {
		const { client, simulator } = await givenVolume({ flavour: 'lxd' });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		simulator.writeVolume('data', 'orders 2');
		await client.succeed('PATCH', `${SNAPSHOTS}/s1`, { description: 'mine' });
		await client.succeed('PUT', VOLUME, { restore: 's1' });
		expect(simulator.readVolume('data')).toBe('orders 1');
		expect(await client.failure('PUT', VOLUME, { restore: 's9' })).toBe(
			'Storage volume snapshot not found',
		);
	});

	it('come with a restore only where a configuration does, be it an empty one', async () => {
		const { client, simulator } = await givenVolume();
		await client.send('PATCH', VOLUME, { config: { 'user.a': 'b' } });
		simulator.addVolumeSnapshot('data', { name: 's1' });
		await client.send('PUT', VOLUME, { restore: 's1', description: 'mine' });
		const kept = { config: { 'user.a': 'b' }, description: 'of the shop' };
		expect(await client.get(VOLUME)).toMatchObject(kept);
		await client.send('PUT', VOLUME, { restore: 's1', config: {} });
		expect(await client.get(VOLUME)).toMatchObject({ config: {}, description: '' });
	});

	it('that name no snapshot are answered with 404', async () => {
		const { client } = await givenVolume();
		expect((await client.send('PUT', VOLUME, { restore: 's9' })).status).toBe(404);
	});

	it('rename and delete it when nobody uses it', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVolume({ name: 'data', attachedTo: ['web-01'] });
		simulator.addVolume({ name: 'spare' });
		expect((await client.send('DELETE', VOLUME)).status).toBe(400);
		await client.send('POST', `${VOLUMES}/spare`, { name: 'other' });
		expect(await client.names(VOLUMES)).toEqual(['data', 'other']);
		expect((await client.send('DELETE', `${VOLUMES}/other`)).status).toBe(200);
		expect(await client.names(VOLUMES)).toEqual(['data']);
	});
});

describe('a copy of a volume', () => {
	const copy = (name: string, source: object) => ({
		name,
		type: 'custom',
		source: { type: 'copy', pool: 'local', project: 'default', ...source },
	});

	it('of its snapshot has the content of then', async () => {
		const { client, simulator } = await givenVolume();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		simulator.writeVolume('data', 'orders 2');
		await client.succeed('POST', VOLUMES, copy('old', { name: 'data/s1' }));
		expect([simulator.readVolume('old'), simulator.readVolume('data')]).toEqual([
			'orders 1',
			'orders 2',
		]);
		expect(await client.list(`${VOLUMES}/old/snapshots`)).toEqual([]);
		const taken = await client.send('POST', VOLUMES, copy('old', { name: 'data/s1' }));
		expect([taken.status, taken.body.error]).toEqual([409, 'Volume by that name already exists']);
		const gone = await client.send('POST', VOLUMES, copy('other', { name: 'data/s9' }));
		expect(gone.status).toBe(404);
	});

	it('goes to another pool and brings its snapshots, unless it alone is asked for', async () => {
		const { client, simulator } = await givenVolume();
		simulator.addPool({ name: 'fast' });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		const fast = '/storage-pools/fast/volumes/custom';
		await client.succeed('POST', fast, copy('data', { name: 'data' }));
		await client.succeed('POST', fast, copy('bare', { name: 'data', volume_only: true }));
		expect(await client.names(fast)).toEqual(['data', 'data/s1', 'bare']);
	});
});

describe('the list of volumes', () => {
	it('has snapshots too, and the disks of instances where it is of all types', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVolume({ name: 'data', contentType: 'block', attachedTo: ['web-01'] });
		simulator.addVolumeSnapshot('data', { name: 's1' });
		expect(await client.list(VOLUMES)).toEqual([`/1.0${VOLUME}`, `/1.0${SNAPSHOTS}/s1`]);
		expect(await client.list('/storage-pools/local/volumes?recursion=1')).toMatchObject([
			{ name: 'web-01', type: 'virtual-machine' },
			{ name: 'data', type: 'custom', content_type: 'block', used_by: ['/1.0/instances/web-01'] },
			{ name: 'data/s1', type: 'custom', used_by: [] },
		]);
	});

	it('is of a project, of all, or of the default one that others share', async () => {
		const { client, simulator } = await givenVolume();
		simulator.addVolume({ name: 'own', project: 'lab' });
		simulator.addProject({ name: 'sharing', config: { 'features.storage.volumes': 'false' } });
		expect(await client.names(`${VOLUMES}?project=lab`)).toEqual(['own']);
		expect(await client.names(`${VOLUMES}?project=sharing`)).toEqual(['data']);
		expect(await client.names(`${VOLUMES}?all-projects=true`)).toEqual(['data', 'own']);
	});

	it('is of a pool that is there', async () => {
		const { client } = await bench.given();
		expect(await client.names('/storage-pools')).toEqual(['local']);
		expect(await client.get('/storage-pools/local')).toMatchObject({ driver: 'btrfs' });
		const { status, body } = await client.send('GET', '/storage-pools/slow/volumes/custom');
		expect([status, body.error]).toEqual([404, 'Storage pool not found']);
	});
});

it('an empty volume is made at once', async () => {
	const { client } = await bench.given();
	const { status } = await client.send('POST', VOLUMES, { name: 'data', content_type: 'block' });
	expect(status).toBe(201);
	expect(await client.get(VOLUME)).toMatchObject({ content_type: 'block', location: 'none' });
});
