import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const PERIOD = { name: 'Nightly', frequency: 'daily', hour: 2, retention: 604_800 };

describe('snapshot profiles', () => {
	it('are there from the installation on', async () => {
		const { client } = await bench.given();
		const names = await client.rows('snapshot_profiles', { fields: 'name' });
		expect(names.map(({ name }) => name)).toEqual([
			'System Snapshots',
			'NAS Volume Syncs',
			'SOX',
			'HIPAA',
			'Volume Antivirus Scan',
		]);
		const filter = "profile#name eq 'System Snapshots'";
		const fields = 'name,frequency,hour,retention,immutable';
		expect(await client.rows('snapshot_profile_periods', { filter, fields })).toEqual([
			{
				name: 'Hourly for 3 hours',
				frequency: 'hourly',
				hour: 0,
				retention: 10_800,
				immutable: true,
			},
			{ name: 'Midnight', frequency: 'daily', hour: 0, retention: 259_200, immutable: false },
			{ name: 'Noon', frequency: 'daily', hour: 12, retention: 86_400, immutable: false },
		]);
	});

	it('have periods with a retention in seconds, which here is real', async () => {
		const { client } = await bench.given();
		const profile = await client.make('snapshot_profiles', { name: 'Ours' });
		const body = { ...PERIOD, profile: Number(profile), skip_missed: true };
		const key = await client.make('snapshot_profile_periods', body);
		const path = `snapshot_profile_periods/${key}`;
		expect(await client.row(path, 'all')).toEqual({
			...PERIOD,
			profile: Number(profile),
			minute: 0,
			day_of_week: 'any',
			day_of_month: 0,
			month: 0,
			min_snapshots: 1,
			max_tier: '1',
			quiesce: false,
			immutable: false,
			estimated_snapshot_count: 7,
		});
		await client.send('PUT', `/${path}`, { retention: 86_400 });
		expect(await client.row(path, 'retention,estimated_snapshot_count')).toEqual({
			retention: 86_400,
			estimated_snapshot_count: 1,
		});
	});

	it.each([
		[{ retention: undefined }, 422],
		[{ frequency: 'sometimes' }, 422],
		[{ hour: 24 }, 422],
		[{ minute: -1 }, 422],
		[{ day_of_week: 'monday' }, 422],
		[{ max_tier: '6' }, 422],
		[{ profile: 99 }, 404],
		[{ name: 'Midnight' }, 409],
	])('refuse a period with %p', async (change, status) => {
		const { client } = await bench.given();
		const body = { ...PERIOD, profile: 1, ...change };
		expect((await client.send('POST', '/snapshot_profile_periods', body)).status).toBe(status);
	});

	it('are assigned to VMs and volumes, and taken away with null', async () => {
		const { client, simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const volume = simulator.addVolume({ name: 'files' });
		const assigned = async () => [
			await client.row(`vms/${vm}`, 'machine#snapshot_profile#name as profile'),
			await client.row(`volumes/${volume}`, 'snapshot_profile#name as profile'),
		];
		for (const path of [`/vms/${vm}`, `/volumes/${volume}`]) {
			expect((await client.send('PUT', path, { snapshot_profile: 3 })).status).toBe(200);
		}
		expect(await assigned()).toEqual([{ profile: 'SOX' }, { profile: 'SOX' }]);
		expect((await client.send('PUT', `/vms/${vm}`, { snapshot_profile: 99 })).status).toBe(404);
		for (const path of [`/vms/${vm}`, `/volumes/${volume}`]) {
			await client.send('PUT', path, { snapshot_profile: null });
		}
		expect(await assigned()).toEqual([{ profile: null }, { profile: null }]);
	});

	it('can’t be deleted while in use, and take their periods with them', async () => {
		const { client, simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		await client.send('PUT', `/vms/${vm}`, { snapshot_profile: 3 });
		const body = { snapshot_profile: 3, action: 'delete' };
		expect((await client.act('snapshot_profile', body)).status).toBe(409);
		expect((await client.send('DELETE', '/snapshot_profiles/3')).status).toBe(409);
		expect((await client.send('DELETE', '/snapshot_profiles/1')).status).toBe(409);
		await client.send('PUT', `/vms/${vm}`, { snapshot_profile: null });
		expect((await client.act('snapshot_profile', body)).status).toBe(200);
		const filter = 'profile eq 3';
		expect(await client.rows('snapshot_profile_periods', { filter })).toEqual([]);
		expect((await client.send('DELETE', '/snapshot_profiles/4')).status).toBe(200);
	});

	it('have names of their own', async () => {
		const { client } = await bench.given();
		expect((await client.send('POST', '/snapshot_profiles', { name: 'SOX' })).status).toBe(409);
		expect((await client.send('PUT', '/snapshot_profiles/3', { name: 'HIPAA' })).status).toBe(409);
		expect((await client.send('PUT', '/snapshot_profiles/3', { name: 'SOX' })).status).toBe(200);
	});
});
