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
		expect(await client.failure('POST', `${SNAPSHOTS}/s1`, { name: 's2' })).toBe(
			'Failed to rename "s1" to "s2": file exists',
		);
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

it('LXD 5.0 does not tell when volumes and their snapshots were made', async () => {
	const { client } = await givenVolume({ flavour: 'lxd', generation: 'older' });
	expect(await client.succeed('POST', SNAPSHOTS, { name: 's1' })).toMatchObject({
		resources: { storage_volumes: ['/1.0/storage_volumes/data'] },
	});
	for (const path of [VOLUME, `${SNAPSHOTS}/s1`]) {
		expect(await client.get(path)).toMatchObject({ created_at: '0001-01-01T00:00:00Z' });
	}
});
