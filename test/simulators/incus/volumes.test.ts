import { TestBench, type Given } from './testBench';

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
		const config = { 'snapshots.expiry': '3 days' };
		expect((await client.send('PATCH', VOLUME, { config })).body.error).toBe(
			'Invalid value for volume "default_data" option "snapshots.expiry": Invalid expiry expression',
		);
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
		const gone = copy('other', { name: 'data/s9' });
		expect(await client.failure('POST', VOLUMES, gone)).toContain(
			'Storage volume "data/s9" in project "default" of type "custom" does not exist',
		);
		expect(await client.names(VOLUMES)).toEqual(['data', 'data/s1', 'old']);
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
		simulator.addSnapshot('web-01', { name: 's0' });
		expect(await client.list(VOLUMES)).toEqual([`/1.0${VOLUME}`, `/1.0${SNAPSHOTS}/s1`]);
		expect(await client.list('/storage-pools/local/volumes?recursion=1')).toMatchObject([
			{ name: 'web-01', type: 'virtual-machine' },
			{ name: 'web-01/s0', type: 'virtual-machine' },
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
		const elsewhere = await client.send('GET', `${VOLUMES}?project=nowhere`);
		expect([elsewhere.status, elsewhere.body.error]).toEqual([404, 'Project not found']);
	});
});

it('an empty volume is made at once', async () => {
	const { client } = await bench.given();
	const { status } = await client.send('POST', VOLUMES, { name: 'data', content_type: 'block' });
	expect(status).toBe(200);
	expect(await client.get(VOLUME)).toMatchObject({ content_type: 'block', location: 'none' });
});
