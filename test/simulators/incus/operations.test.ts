import { comeToRest } from '../../support/clock';
import type { IncusOptions } from './index';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SNAPSHOTS = '/instances/web-01/snapshots';

/** An operation that takes ten seconds; its path. */
async function givenOperation(
	options: IncusOptions = {},
	order: object = { name: 's1' },
): Promise<Given & { readonly path: string }> {
	const given = await bench.given({ durations: { snapshot: 10 }, ...options });
	return { ...given, path: await given.client.begin('POST', SNAPSHOTS, order) };
}

/** Until the server sleeps for somebody who waits. */
async function asleep({ clock }: Given): Promise<void> {
	while (clock.sleepers() === 0) await comeToRest();
}

describe('an operation', () => {
	it('is accepted with its address, running', async () => {
		const { client } = await bench.given();
		const { status, body, headers } = await client.send('POST', SNAPSHOTS, { name: 's1' });
		expect([status, body.type, body.status, body.status_code]).toEqual([
			202,
			'async',
			'Operation created',
			100,
		]);
		expect(headers.location).toBe(body.operation);
		expect(body.metadata).toMatchObject({ status: 'Running', status_code: 103, err: '' });
	});

	it('runs by the clock, and is forgotten five seconds after its end', async () => {
		const { client, clock, path } = await givenOperation();
		await clock.advance(9_999);
		expect(await client.get(path)).toMatchObject({ status_code: 103 });
		await clock.advance(1);
		expect(await client.get(path)).toMatchObject({
			status_code: 200,
			created_at: '2026-11-22T02:00:00Z',
			updated_at: '2026-11-22T02:00:10Z',
		});
		await clock.advance(4_999);
		expect((await client.send('GET', `${path}/wait`)).status).toBe(200);
		await clock.advance(1);
		for (const gone of [path, `${path}/wait`]) {
			const { status, body } = await client.send('GET', gone);
			expect([status, body.error]).toEqual([404, 'Operation not found']);
		}
	});

	it('that is waited for answers the moment it is over', async () => {
		const given = await givenOperation();
		let answered = false;
		const answer = given.client.get(`${given.path}/wait?timeout=30`);
		void answer.then(() => (answered = true));
		await asleep(given);
		await given.clock.advance(9_999);
		await comeToRest();
		expect(answered).toBe(false);
		await given.clock.advance(1);
		expect(await answer).toMatchObject({ status: 'Success', updated_at: '2026-11-22T02:00:10Z' });
	});

	it('that is waited for too briefly answers that it still runs', async () => {
		const given = await givenOperation();
		const answer = given.client.get(`${given.path}/wait?timeout=3`);
		await asleep(given);
		await given.clock.advance(3_000);
		expect(await answer).toMatchObject({ status: 'Running', status_code: 103 });
		expect(await given.client.get(`${given.path}/wait?timeout=0`)).toMatchObject({
			status_code: 103,
		});
	});

	it('is waited for without an end where no time is told, or -1', async () => {
		const given = await givenOperation({ durations: { snapshot: 7200 } });
		const answers = [
			given.client.get(`${given.path}/wait`),
			given.client.get(`${given.path}/wait?timeout=-1`),
		];
		while (given.clock.sleepers() < 2) await comeToRest();
		await given.clock.advance(7_200_000);
		expect(await Promise.all(answers)).toMatchObject([
			{ status: 'Success' },
			{ status: 'Success' },
		]);
	});

	it('that fails answers 200 to whom waits, with its error', async () => {
		const { client, simulator } = await bench.given();
		simulator.failOperations('No space left on device', { description: 'Snapshotting instance' });
		const path = await client.begin('POST', SNAPSHOTS, { name: 's1' });
		const { status, body } = await client.send('GET', `${path}/wait`);
		expect([status, body.type]).toEqual([200, 'sync']);
		expect(body.metadata).toMatchObject({
			status: 'Failure',
			status_code: 400,
			err: 'No space left on device',
		});
		expect(await client.names(SNAPSHOTS)).toEqual([]);
	});

	it('that fails on Incus 6.0 answers 200 too, and an error inside', async () => {
		const { client, simulator } = await bench.given({ generation: 'older' });
		simulator.failOperations('No space left on device');
		const path = await client.begin('POST', SNAPSHOTS, { name: 's1' });
		const { status, body } = await client.send('GET', `${path}/wait`);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			type: 'error',
			error: 'No space left on device',
			error_code: 500,
			metadata: null,
		});
		expect(await client.get(path)).toMatchObject({ status_code: 400 });
	});

	it('can’t be cancelled', async () => {
		const { client, path } = await givenOperation();
		const { status, body } = await client.send('DELETE', path);
		expect([status, body.error]).toEqual([400, "This operation can't be cancelled"]);
	});

	it('can be cancelled where the server lets it, and takes back what it began', async () => {
		const given = await givenOperation({ quirks: { operationsMayCancel: true } });
		const { client, path } = given;
		expect(await client.get(path)).toMatchObject({ may_cancel: true });
		const waiting = client.get(`${path}/wait`);
		await asleep(given);
		expect((await client.send('DELETE', path)).status).toBe(200);
		expect(await waiting).toMatchObject({ status: 'Cancelled', status_code: 401 });
		expect(await client.names(SNAPSHOTS)).toEqual([]);
		const again = await client.send('DELETE', path);
		expect(again.body.error).toBe('Only running operations can be cancelled');
	});

	it('is listed by its status, in its project', async () => {
		const { client, path } = await givenOperation();
		expect(await client.get('/operations')).toEqual({ running: [`/1.0${path}`] });
		expect(await client.get('/operations?recursion=1')).toMatchObject({
			running: [{ description: 'Snapshotting instance' }],
		});
	});

	it('names the container twice, without project, instead of its snapshot on LXD', async () => {
		const { client, simulator } = await bench.given({ flavour: 'lxd', generation: 'older' });
		simulator.addInstance({ name: 'c1', project: 'lab', type: 'container' });
		const path = '/instances/c1/snapshots?project=lab';
		expect(await client.succeed('POST', path, { name: 's1' })).toMatchObject({
			resources: {
				instances: ['/1.0/instances/c1'],
				containers: ['/1.0/containers/c1'],
			},
		});
		const change = { expires_at: '2026-12-01T00:00:00Z' };
		const snapshot = '/instances/c1/snapshots/s1?project=lab';
		expect(await client.succeed('PUT', snapshot, change)).toMatchObject({
			resources: { instances: ['/1.0/instances/s1'] },
		});
	});

	it('takes as long as on a small real server at pace 1', async () => {
		const { client, clock } = await bench.given({ pace: 1 });
		const path = await client.begin('POST', SNAPSHOTS, { name: 's1' });
		await clock.advance(49);
		expect(await client.get(path)).toMatchObject({ status_code: 103 });
		await clock.advance(1);
		expect(await client.get(path)).toMatchObject({ status_code: 200 });
	});
});
