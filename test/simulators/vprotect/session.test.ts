import { TestBench } from './testBench';
import { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('a login', () => {
	it('gives a cookie that opens the API, and says nothing else', async () => {
		const { simulator } = await bench.given();
		const client = new TestClient(simulator);
		expect((await client.send('GET', '/virtual-machines')).status).toBe(401);
		const { status, body, headers } = await client.logIn();
		expect([status, body]).toEqual([200, '']);
		expect(headers['set-cookie']).toEqual([
			expect.stringMatching(/^JSESSIONID=[0-9A-F]{32}; Path=\/api; Secure; HttpOnly$/),
		]);
		expect((await client.send('GET', '/virtual-machines')).status).toBe(200);
	});

	it('may name its cookie otherwise, and answer with the user', async () => {
		const { simulator } = await bench.given({
			quirks: { cookieName: 'SESSION', loginAnswer: 'user' },
		});
		const { headers, body } = await new TestClient(simulator).logIn();
		expect(headers['set-cookie']?.[0]).toMatch(/^SESSION=/);
		expect(body).toMatchObject({ login: 'admin' });
	});

	it.each([
		['a wrong password', 'admin', 'wrong'],
		['an unknown user', 'nobody', 'wrong'],
	])('is refused with %s, without a cookie', async (_what, login, password) => {
		const { simulator } = await bench.given();
		const answer = await new TestClient(simulator).logIn(login, password);
		expect(answer).toMatchObject({ status: 401, body: { message: 'Invalid login or password' } });
		expect(answer.headers['set-cookie']).toBeUndefined();
	});

	it('never leaves a password among the requests that were seen', async () => {
		const { simulator } = await bench.given();
		const client = new TestClient(simulator);
		await client.logIn();
		const vm = simulator.addVm({ name: 'web-01' });
		const sent = { value: 'ssh-secret' };
		const path = `/virtual-machines/${vm}/ssh-password`;
		expect((await client.send('PUT', path, sent)).status).toBe(204);
		const seen = JSON.stringify(simulator.requests);
		expect(seen).not.toContain(simulator.credentials.password);
		expect(seen).not.toContain('ssh-secret');
	});
});

describe('a session', () => {
	it('ends when it was idle for too long, and not while it is used', async () => {
		const { client, clock } = await bench.given({ durations: { sessionIdle: 100 } });
		for (const [pauseSeconds, status] of [
			[90, 200],
			[90, 200],
			[101, 401],
			[0, 401],
		] as const) {
			await clock.advance(pauseSeconds * 1000);
			expect((await client.send('GET', '/user-info')).status).toBe(status);
		}
		await client.logIn();
		expect((await client.send('GET', '/user-info')).status).toBe(200);
	});

	it('can be ended for everybody, or just before one request, which then does nothing', async () => {
		const { client, simulator } = await bench.given();
		simulator.expireSessions();
		expect((await client.send('GET', '/user-info')).status).toBe(401);
		await client.logIn();
		simulator.fault('POST /schedules', { kind: 'sessionExpires' });
		expect((await client.send('GET', '/schedules')).status).toBe(200);
		expect(await client.send('POST', '/schedules', {})).toMatchObject({
			status: 401,
			body: { message: 'Unauthorized' },
		});
		await client.logIn();
		expect((await client.send('POST', '/schedules', {})).status).toBe(400);
	});

	it('tells who it is, with the privileges', async () => {
		const { client } = await bench.given();
		expect(await client.get('/user-info')).toEqual({
			login: 'admin',
			privileges: [{ name: 'READ' }, { name: 'WRITE' }],
			uiTimeZone: 'UTC',
		});
	});

	it('of somebody who may only read changes nothing', async () => {
		const { simulator } = await bench.given();
		simulator.addUser({ name: 'viewer', password: 'v', rights: 'readOnly' });
		const viewer = new TestClient(simulator);
		await viewer.logIn('viewer', 'v');
		expect((await viewer.send('GET', '/policies/vm-snapshot')).status).toBe(200);
		const refused = await viewer.send('POST', '/policies/vm-snapshot', { name: 'p' });
		expect(refused).toMatchObject({ status: 403, body: { message: 'Access denied' } });
		expect(simulator.world.policies.size).toBe(0);
	});
});

describe('an error', () => {
	it.each([
		['message', { message: 'Unauthorized' }],
		['errorMessage', { error: { message: 'Unauthorized' } }],
		['text', 'Unauthorized'],
	] as const)('has the shape %s where told so', async (errorShape, body) => {
		const { simulator } = await bench.given({ quirks: { errorShape } });
		expect(await new TestClient(simulator).send('GET', '/user-info')).toMatchObject({
			status: 401,
			body,
		});
	});

	it('tells an unknown path from a method that is not allowed', async () => {
		const { client } = await bench.given();
		expect((await client.send('GET', '/nothing')).status).toBe(404);
		expect((await client.send('DELETE', '/virtual-machines')).status).toBe(405);
		expect((await client.send('POST', '/schedules', '{"name"')).status).toBe(400);
	});

	it('comes for every path that is not published: reversion, removal of snapshots, logout', async () => {
		const { client } = await bench.given();
		for (const path of ['/tasks/snapshot-reversion', '/tasks/old-snapshots-removal']) {
			expect((await client.send('POST', path, {})).status).toBe(405);
		}
		expect((await client.send('DELETE', '/snapshots/1')).status).toBe(404);
		expect((await client.send('POST', '/session/logout')).status).toBe(404);
	});
});
