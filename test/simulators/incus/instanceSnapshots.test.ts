import { MINUTE, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SNAPSHOTS = '/instances/web-01/snapshots';

describe('a snapshot of an instance', () => {
	it('is made by an operation, and brings the disk and the settings back', async () => {
		const { client, simulator } = await bench.given();
		const operation = await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		expect(operation).toMatchObject({
			class: 'task',
			description: 'Snapshotting instance',
			status_code: 200,
			err: '',
			location: 'none',
			may_cancel: false,
			resources: {
				instances: ['/1.0/instances/web-01'],
				instances_snapshots: ['/1.0/instances/web-01/snapshots/s1'],
			},
		});
		simulator.write('web-01', 'shop 2');
		await client.send('PATCH', '/instances/web-01', { config: { 'user.release': '2' } });
		await client.succeed('PUT', '/instances/web-01', { restore: 's1' });
		expect(simulator.read('web-01')).toBe('shop 1');
		const { config } = await client.get('/instances/web-01');
		expect(config).not.toHaveProperty('user.release');
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
	});

	it('is told with its instant, its expiry and the settings of then', async () => {
		const { client } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1', expires_at: '2026-12-01T00:00:00Z' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2' });
		expect(await client.list(`${SNAPSHOTS}?recursion=1`)).toMatchObject([
			{
				name: 's1',
				created_at: '2026-11-22T02:00:00Z',
				expires_at: '2026-12-01T00:00:00Z',
				stateful: false,
				size: -1,
				profiles: ['default'],
				config: { 'migration.stateful': 'true' },
			},
			{ name: 's2', expires_at: '0001-01-01T00:00:00Z' },
		]);
		expect(await client.list(SNAPSHOTS)).toEqual([`/1.0${SNAPSHOTS}/s1`, `/1.0${SNAPSHOTS}/s2`]);
		expect(await client.get(`${SNAPSHOTS}/s2`)).toMatchObject({ name: 's2' });
	});

	it('is deleted by the server itself, in the first minute after it has expired', async () => {
		const { client, clock } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1', expires_at: '2026-11-22T02:01:30Z' });
		await clock.advance(2 * MINUTE - 1);
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
		await clock.advance(1);
		expect(await client.names(SNAPSHOTS)).toEqual([]);
	});
});
