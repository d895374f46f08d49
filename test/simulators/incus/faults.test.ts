import { comeToRest } from '../../support/clock';
import { DAY, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SNAPSHOTS = '/instances/web-01/snapshots';

describe('a fault', () => {
	it('is named by the path below /1.0', async () => {
		const { client, simulator } = await bench.given();
		simulator.fault(`POST ${SNAPSHOTS}`, { kind: 'dropAfter' });
		await expect(client.send('POST', SNAPSHOTS, { name: 's1' })).rejects.toThrow('hang up');
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
	});

	it('can be too many requests, in the envelope of all answers', async () => {
		const { client, simulator } = await bench.given();
		simulator.fault('GET /instances', { kind: 'tooManyRequests', retryAfterSeconds: 7 });
		expect(await client.send('GET', '/instances')).toMatchObject({
			status: 429,
			body: { type: 'error', error: 'Too many requests', error_code: 429 },
			headers: { 'retry-after': '7' },
		});
	});

	it('can make an operation that never ends, and holds its instance', async () => {
		const { client, clock, simulator } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		simulator.fault('PUT /instances/web-01', { kind: 'neverSettles' });
		const path = await client.begin('PUT', '/instances/web-01', { restore: 's1' });
		await clock.advance(DAY);
		expect(await client.get(path)).toMatchObject({ status: 'Running' });
		expect(await client.failure('PUT', '/instances/web-01', { restore: 's1' })).toContain(
			'Instance is busy running a "restore" operation',
		);
	});

	it('leaves nobody asleep who has gone', async () => {
		const { client, clock, simulator } = await bench.given();
		simulator.fault(`POST ${SNAPSHOTS}`, { kind: 'neverSettles' });
		const path = await client.begin('POST', SNAPSHOTS, { name: 's1' });
		const waiting = client.get(`${path}/wait`).catch((error: Error) => error.message);
		while (clock.sleepers() === 0) await comeToRest();
		await simulator.close();
		expect(await waiting).toContain('hang up');
		expect(clock.sleepers()).toBe(0);
	});
});

describe('a thousand instances with ten thousand snapshots', () => {
	it('are made and listed in seconds, by one request', async () => {
		const { client, simulator } = await bench.given();
		const from = performance.now();
		simulator.grow(1000, 10);
		simulator.clearRequests();
		const instances = await client.list('/instances?recursion=2&all-projects=true');
		expect(instances).toHaveLength(1001);
		const counts = instances.map(({ snapshots }) => (snapshots as unknown[] | null)?.length ?? 0);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
		expect(simulator.count()).toBe(1);
		expect(performance.now() - from).toBeLessThan(10_000);
	});
});
