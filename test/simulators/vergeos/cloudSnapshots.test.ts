import { childrenOf, found, givenSystemOn } from './givenSystem';
import { NOW_SECONDS, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const givenSystem = givenSystemOn(bench);

describe('a system snapshot', () => {
	it('is building for a while and then normal, and never names a task', async () => {
		const { client, clock } = await givenSystem({ durations: { building: 20 } });
		const answer = await client.send('POST', '/cloud_snapshots', { name: 's' });
		expect(answer.body).not.toHaveProperty('task');
		const { $key } = answer.body as { $key: string };
		const look = async () => await client.row(`cloud_snapshots/${$key}`, 'status,task,expires');
		const expires = NOW_SECONDS + 259_200;
		expect(await look()).toEqual({ status: 'building', task: null, expires });
		await clock.advance(19_999);
		expect((await look()).status).toBe('building');
		await clock.advance(1);
		expect(await look()).toEqual({ status: 'normal', task: null, expires });
	});

	it('may have no status until it is settled, and may fail', async () => {
		const { client, clock, simulator } = await givenSystem({ durations: { building: 20 } });
		simulator.quirks.unsettledStatus = null;
		simulator.quirks.buildOutcome = { status: 'error', info: 'Out of space' };
		const key = await client.make('cloud_snapshots', { name: 's' });
		const look = async () => await client.row(`cloud_snapshots/${key}`, 'status,status_info');
		expect(await look()).toEqual({ status: null, status_info: '' });
		await clock.advance(20_000);
		expect(await look()).toEqual({ status: 'error', status_info: 'Out of space' });
	});

	it('takes no heed of `retention`, and none of how it was asked for', async () => {
		const { client } = await givenSystem();
		const body = { name: 's', retention: 60, expires_type: 'never' };
		const { $key } = (await client.send('POST', '/cloud_snapshots?action=create', body)).body as {
			$key: string;
		};
		const fields = 'name,expires,retention,expires_type';
		expect(await client.row(`cloud_snapshots/${$key}`, fields)).toEqual({
			name: 's',
			expires: 0,
			retention: null,
		});
	});

	it('has a name that is the only one in the system and does not change', async () => {
		const { client } = await givenSystem();
		const key = await client.make('cloud_snapshots', { name: 's' });
		expect(await client.send('POST', '/cloud_snapshots', { name: 's' })).toMatchObject({
			status: 409,
			body: { err: 'This name already exists' },
		});
		expect(await client.send('PUT', `/cloud_snapshots/${key}`, { name: 't' })).toMatchObject({
			status: 422,
			body: { err: "field 'name' is readonly" },
		});
		await client.send('PUT', `/cloud_snapshots/${key}`, { description: 'd', private: true });
		expect(await client.row(`cloud_snapshots/${key}`, 'description,private')).toEqual({
			description: 'd',
			private: true,
		});
	});

	it('shows what is inside only after it was asked to look, and only some time later', async () => {
		const given = await givenSystem({ durations: { find: 10 } });
		const key = await given.client.make('cloud_snapshots', { name: 's' });
		expect(await childrenOf(given, 'vms', key)).toEqual([]);
		expect(await found(given, 'vms', key)).toEqual([]);
		await given.clock.advance(10_000);
		const rows = await childrenOf(given, 'vms', key, 'name,original_key,status,status_info');
		expect(rows.map(({ name }) => name)).toEqual(['db-01', 'test-01', 'web-01']);
		expect(rows[2]).toMatchObject({ original_key: 36, status: 'idle', status_info: '' });
		expect(await childrenOf(given, 'tenants', key)).toEqual([]);
	});

	it('of some tags holds what has them, or all that has not', async () => {
		const given = await givenSystem();
		const [production] = await given.client.rows('tags', { filter: "name eq 'production'" });
		const inside = async (name: string, body: unknown) => {
			const key = await given.client.make('cloud_snapshots', body);
			const { type } = await given.client.row(`cloud_snapshots/${key}`, 'type');
			return [name, type, (await found(given, 'vms', key)).map((row) => row.name)];
		};
		const tags = [production?.$key];
		expect(await inside('in', { name: 'in', include_tags: tags })).toEqual([
			'in',
			'partial_include',
			['db-01', 'web-01'],
		]);
		expect(await inside('out', { name: 'out', exclude_tags: String(tags[0]) })).toEqual([
			'out',
			'partial_exclude',
			['test-01'],
		]);
		const both = { name: 'both', include_tags: tags, exclude_tags: tags };
		expect((await given.client.send('POST', '/cloud_snapshots', both)).status).toBe(422);
		const stranger = { name: 'stranger', include_tags: [99] };
		expect((await given.client.send('POST', '/cloud_snapshots', stranger)).status).toBe(404);
	});

	it('of an older version is full, whatever tags were named', async () => {
		const given = await givenSystem({ version: '26.0.4' });
		const key = await given.client.make('cloud_snapshots', { name: 's', include_tags: [1] });
		expect(await found(given, 'vms', key)).toHaveLength(3);
	});

	it('can be cloned under a name', async () => {
		const given = await givenSystem();
		const key = await given.client.make('cloud_snapshots', { name: 's' });
		const body = { cloud_snapshot: key, action: 'clone', params: { name: 'copy' } };
		await given.client.act('cloud_snapshot', body);
		const [copy] = await given.client.rows('cloud_snapshots', { filter: "name eq 'copy'" });
		expect(await found(given, 'vms', String(copy?.$key))).toHaveLength(3);
	});

	it('of the provider becomes local when it is requested', async () => {
		const { client, clock, simulator } = await givenSystem({ durations: { request: 15 } });
		const key = simulator.addSystemSnapshot({ name: 'theirs', provider: true });
		await client.act('cloud_snapshot', { cloud_snapshot: key, action: 'request' });
		const provider = async () => (await client.row(`cloud_snapshots/${key}`, 'provider')).provider;
		expect(await provider()).toBe(true);
		await clock.advance(15_000);
		expect(await provider()).toBe(false);
	});
});
