import { NOW_SECONDS, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

/** A volume that was written to after its snapshot. */
async function givenVolume() {
	const given = await bench.given();
	const { simulator, client } = given;
	const spec = { name: 'files', disk: 'before', description: 'as it was' };
	const volume = simulator.addVolume(spec);
	const body = { volume, name: 's', quiesce: true, created_manually: true };
	const snapshot = await client.make('volume_snapshots', body);
	const row = await client.row(`volume_snapshots/${snapshot}`, 'snap_volume');
	simulator.write({ level: 'volume', id: volume }, 'after');
	await client.send('PUT', `/volumes/${volume}`, { description: 'changed' });
	const read = (id = volume): string => simulator.read({ level: 'volume', id });
	return { ...given, volume, snapshot, frozen: String(row.snap_volume), read };
}

describe('a volume', () => {
	it('has a key of 40 hex digits, which a filter wants in quotes', async () => {
		const { client, volume } = await givenVolume();
		expect(volume).toMatch(/^[0-9a-f]{40}$/);
		const list = async (filter: string) =>
			await client.send('GET', `/volume_snapshots?filter=${encodeURIComponent(filter)}`);
		expect((await list(`volume eq '${volume}'`)).body).toHaveLength(1);
		expect((await list(`volume eq ${volume}`)).status).toBe(422);
		const fields = '$key,id,name,status#status as mount_status,status#mounted as mounted';
		const filter = `id eq '${volume}' and is_snapshot eq false`;
		expect(await client.rows('volumes', { filter, fields })).toEqual([
			{ $key: volume, id: volume, name: 'files', mount_status: 'online', mounted: true },
		]);
	});
});

describe('a volume snapshot', () => {
	it('lives for 72 hours by default, and has a volume of its own', async () => {
		const { client, snapshot, volume, frozen } = await givenVolume();
		const fields = 'volume,snap_volume,expires,expires_type,enabled,quiesce,created_manually';
		expect(await client.row(`volume_snapshots/${snapshot}`, fields)).toEqual({
			volume,
			snap_volume: frozen,
			expires: NOW_SECONDS + 259_200,
			enabled: false,
			quiesce: true,
			created_manually: true,
		});
		expect(frozen).not.toBe(volume);
		expect(await client.row(`volumes/${frozen}`, 'is_snapshot')).toEqual({ is_snapshot: true });
	});

	it('is refused of what is not local, of a copy, and under a taken name', async () => {
		const { client, simulator, volume, frozen } = await givenVolume();
		const remote = simulator.addVolume({ name: 'remote', fsType: 'cifs' });
		const status = async (of: string, name: string) =>
			(await client.send('POST', '/volume_snapshots', { volume: of, name })).status;
		expect(await status(remote, 'x')).toBe(422);
		expect(await status(frozen, 'x')).toBe(422);
		expect(await status(volume, 's')).toBe(409);
		expect(await status('0'.repeat(40), 'x')).toBe(404);
	});

	it('changes name, description, expiry and mounting, and is deleted with its copy', async () => {
		const { client, snapshot } = await givenVolume();
		const path = `/volume_snapshots/${snapshot}`;
		const change = { name: 't', description: 'd', expires_type: 'never', enabled: true };
		expect((await client.send('PUT', path, change)).status).toBe(200);
		expect(await client.row(path.slice(1), 'name,description,expires,enabled')).toEqual({
			name: 't',
			description: 'd',
			expires: 0,
			enabled: true,
		});
		expect((await client.send('DELETE', path)).status).toBe(200);
		expect(await client.rows('volumes', { filter: 'is_snapshot eq true' })).toEqual([]);
	});

	it('is refused while somebody else holds the volume', async () => {
		const { client, simulator, volume } = await givenVolume();
		simulator.lock({ level: 'volume', id: volume }, 'sync');
		const answer = await client.send('POST', '/volume_snapshots', { volume, name: 'later' });
		expect(answer.body).toEqual({ err: 'Resource busy: locked by sync' });
	});
});

describe('restoring a volume', () => {
	it('over its source brings back the data, and the settings only when asked', async () => {
		const { client, simulator, volume, frozen, read } = await givenVolume();
		const description = async () =>
			(await client.row(`volumes/${volume}`, 'description')).description;
		expect((await client.act('volume', { volume: frozen, action: 'restore' })).status).toBe(200);
		expect([read(), await description()]).toEqual(['before', 'changed']);
		simulator.write({ level: 'volume', id: volume }, 'later');
		await client.act('volume', { volume: frozen, action: 'restore', restore_type: 'all' });
		expect([read(), await description()]).toEqual(['before', 'as it was']);
	});

	it('reads `restore_type` beside the action alone', async () => {
		const { client, volume, frozen } = await givenVolume();
		const params = { restore_type: 'all' };
		await client.act('volume', { volume: frozen, action: 'restore', params });
		expect(await client.row(`volumes/${volume}`, 'description')).toEqual({
			description: 'changed',
		});
		const wrong = { volume: frozen, action: 'restore', restore_type: 'some' };
		expect((await client.act('volume', wrong)).status).toBe(422);
	});

	it('wants the copy’s key, or the source’s, as the system is', async () => {
		const { client, simulator, volume, snapshot, frozen, read } = await givenVolume();
		const bySource = { volume, action: 'restore', params: { snapshot: Number(snapshot) } };
		expect((await client.act('volume', bySource)).status).toBe(404);
		expect(read()).toBe('after');
		simulator.quirks.volumeRestoreKey = 'source';
		expect((await client.act('volume', { volume: frozen, action: 'restore' })).status).toBe(422);
		expect((await client.act('volume', bySource)).status).toBe(200);
		expect(read()).toBe('before');
	});

	it('to a new one leaves the source alone, and the new one is online by itself', async () => {
		const { client, simulator, frozen, read } = await givenVolume();
		const body = { volume: frozen, action: 'clone', params: { name: 'files_restored' } };
		expect(await client.act('volume', body)).toMatchObject({ status: 200, body: {} });
		const made = String(simulator.keyOf('volume', 'files_restored'));
		expect([read(), read(made)]).toEqual(['after', 'before']);
		expect(await client.row(`volumes/${made}`, 'status#mounted as mounted,is_snapshot')).toEqual({
			mounted: true,
			is_snapshot: false,
		});
		expect((await client.act('volume', body)).status).toBe(409);
		simulator.quirks.volumeCloneAnswer = 'volumekey';
		const again = { ...body, params: { name: 'again' } };
		const volumekey = expect.stringMatching(/^[0-9a-f]{40}$/);
		expect((await client.act('volume', again)).body).toEqual({ response: { volumekey } });
	});

	it('goes to another NAS service if one is named', async () => {
		const { client, simulator, frozen } = await givenVolume();
		simulator.addVolume({ name: 'other', service: 'NAS 2' });
		const params = { name: 'copy', service: 2 };
		await client.act('volume', { volume: frozen, action: 'clone', params });
		const copy = String(simulator.keyOf('volume', 'copy'));
		expect(await client.row(`volumes/${copy}`, 'service#$display as service')).toEqual({
			service: 'NAS 2',
		});
	});
});

describe('mounting', () => {
	it('follows enable and disable', async () => {
		const { client, volume } = await givenVolume();
		const mounted = async () =>
			(await client.row(`volumes/${volume}`, 'status#mounted as mounted')).mounted;
		await client.act('volume', { volume, action: 'disable' });
		expect(await mounted()).toBe(false);
		await client.act('volume', { volume, action: 'enable' });
		expect(await mounted()).toBe(true);
	});
});
