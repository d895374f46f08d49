import { DAY, MINUTE, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SNAPSHOTS = '/instances/web-01/snapshots';

describe('the expiry of a snapshot', () => {
	const expiries = async (client: { list(path: string): Promise<unknown[]> }): Promise<unknown[]> =>
		(await client.list(`${SNAPSHOTS}?recursion=1`)).map(
			(one) => (one as { expires_at: string }).expires_at,
		);

	it('lets the server delete it by itself, in the first full minute after it', async () => {
		const { client, clock } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1', expires_at: '2026-11-22T02:01:30Z' });
		await client.succeed('POST', SNAPSHOTS, {
			name: 's2',
			expires_at: '2026-11-23T03:00:00+01:00',
		});
		await client.succeed('POST', SNAPSHOTS, { name: 's3' });
		await clock.advance(2 * MINUTE - 1);
		expect(await client.names(SNAPSHOTS)).toEqual(['s1', 's2', 's3']);
		await clock.advance(1);
		expect(await client.names(SNAPSHOTS)).toEqual(['s2', 's3']);
		await clock.advance(DAY - 2 * MINUTE);
		expect(await client.names(SNAPSHOTS)).toEqual(['s3']);
	});

	it('may have passed already: then it goes in the next minute', async () => {
		const { client, clock } = await bench.given();
		await clock.advance(DAY + 1);
		await client.succeed('POST', SNAPSHOTS, { name: 's1', expires_at: '2026-11-22T01:00:00Z' });
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
		await clock.advance(MINUTE - 1);
		expect(await client.names(SNAPSHOTS)).toEqual([]);
	});

	it('comes from the configuration where the request has none, and not from the zero time', async () => {
		const { client } = await bench.given();
		await client.send('PATCH', '/instances/web-01', { config: { 'snapshots.expiry': '1M 2H 3d' } });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2', expires_at: '0001-01-01T00:00:00Z' });
		await client.succeed('POST', SNAPSHOTS, { name: 's3', expires_at: null });
		const months = { 'snapshots.expiry.manual': '3m' };
		await client.send('PATCH', '/instances/web-01', { config: months });
		await client.succeed('POST', SNAPSHOTS, { name: 's4' });
		expect(await expiries(client)).toEqual([
			'2026-11-25T04:01:00Z',
			'0001-01-01T00:00:00Z',
			'2026-11-25T04:01:00Z',
			'2027-02-22T02:00:00Z',
		]);
	});

	it('is all that PUT and PATCH change', async () => {
		const { client } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		const before = await client.get(`${SNAPSHOTS}/s1`);
		const change = { description: 'mine', config: { 'user.x': 'y' }, stateful: true };
		await client.succeed('PATCH', `${SNAPSHOTS}/s1`, change);
		expect(await client.get(`${SNAPSHOTS}/s1`)).toEqual(before);
		const expires_at = '2026-12-01T00:00:00Z';
		await client.succeed('PUT', `${SNAPSHOTS}/s1`, { ...change, expires_at });
		expect(await client.get(`${SNAPSHOTS}/s1`)).toEqual({ ...before, expires_at });
		await client.succeed('PATCH', `${SNAPSHOTS}/s1`, { expires_at: '0001-01-01T00:00:00Z' });
		expect(await client.get(`${SNAPSHOTS}/s1`)).toEqual(before);
	});

	it('is not changed by whom has seen another one', async () => {
		const { client } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		const { headers } = await client.send('GET', `${SNAPSHOTS}/s1`);
		const expires_at = '2026-12-01T00:00:00Z';
		const sending = { headers: { 'if-match': String(headers.etag) } };
		const put = async () => await client.send('PUT', `${SNAPSHOTS}/s1`, { expires_at }, sending);
		expect((await put()).status).toBe(202);
		const { status, body } = await put();
		expect([status, body.error]).toEqual([412, expect.stringContaining("ETag doesn't match")]);
	});

	it('has to be an instant', async () => {
		const { client } = await bench.given();
		const { status } = await client.send('POST', SNAPSHOTS, { name: 's1', expires_at: 'tomorrow' });
		expect(status).toBe(400);
	});
});
