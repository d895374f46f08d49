import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const basic = (user: string, password: string) => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const SYSTEM = '/system?fields=$key,yb_version,os_version,cloud_name';

describe('whoever asks', () => {
	it('gets the system’s name and version, as a list or as an object', async () => {
		const { client, simulator } = await bench.given({ version: '26.0.2', cloudName: 'north' });
		const row = { $key: 1, yb_version: '26.0.2', os_version: '26.0.2', cloud_name: 'north' };
		expect(await client.send('GET', SYSTEM)).toMatchObject({ status: 200, body: [row] });
		simulator.quirks.systemAnswer = 'object';
		expect((await client.send('GET', SYSTEM)).body).toEqual(row);
	});

	it('logs in by key, by password, or by a session', async () => {
		const { client, simulator } = await bench.given();
		const { username, password, apiKey } = simulator.credentials;
		for (const headers of [bearer(apiKey), basic(username, password)]) {
			expect((await client.as(headers).send('GET', SYSTEM)).status).toBe(200);
		}
		const login = { login: username, password };
		const { body } = await client.as({}).send('POST', '/api/sys/tokens', login);
		const token = (body as { $key: string }).$key;
		const session = client.as({ 'x-yottabyte-token': token });
		expect((await session.send('GET', SYSTEM)).status).toBe(200);
		await session.send('DELETE', `/api/sys/tokens/${token}`);
		expect((await session.send('GET', SYSTEM)).status).toBe(401);
	});

	it.each([
		['nothing', {}],
		['a wrong key', bearer('wrong')],
		['a wrong password', basic('admin', 'wrong')],
		['a stranger’s name', basic('nobody', 'wrong')],
		['a made-up session', { 'x-yottabyte-token': 'made-up' }],
	])('is turned away with %s', async (_what, headers) => {
		const { client } = await bench.given();
		const { status, body } = await client.as(headers).send('GET', SYSTEM);
		expect(status).toBe(401);
		expect(body).toEqual({ err: expect.stringMatching(/^Login (required|failed)$/) });
	});

	it('loses a session that was idle for too long, and keeps one in use', async () => {
		const { client, clock, simulator } = await bench.given({ durations: { sessionIdle: 100 } });
		const { username: login, password } = simulator.credentials;
		const { body } = await client.as({}).send('POST', '/api/sys/tokens', { login, password });
		const session = client.as({ 'x-yottabyte-token': (body as { $key: string }).$key });
		for (const [pause, status] of [
			[90, 200],
			[90, 200],
			[101, 401],
		] as const) {
			await clock.advance(pause * 1000);
			expect((await session.send('GET', SYSTEM)).status).toBe(status);
		}
	});

	it('may not use a key from an address that it is not for, nor after its end', async () => {
		const { client, clock, simulator } = await bench.given();
		const now = simulator.world.now();
		simulator.addApiKey({ key: 'denied', user: 'admin', deniedAddresses: ['127.0.0.1'] });
		simulator.addApiKey({ key: 'elsewhere', user: 'admin', allowedAddresses: ['10.0.0.1'] });
		simulator.addApiKey({ key: 'short', user: 'admin', expires: now + 60 });
		const status = async (key: string) => (await client.as(bearer(key)).send('GET', SYSTEM)).status;
		expect(await status('denied')).toBe(403);
		expect(await status('elsewhere')).toBe(403);
		expect(await status('short')).toBe(200);
		await clock.advance(60_000);
		expect(await status('short')).toBe(401);
	});

	it('may only look, when that is all the rights there are', async () => {
		const { client, simulator } = await bench.given();
		const machine = simulator.machineKeyOf(simulator.addVm({ name: 'web-01' }));
		simulator.addUser({ name: 'viewer', password: 'v', rights: 'readOnly' });
		simulator.addUser({ name: 'outsider', password: 'o', rights: 'none' });
		const viewer = client.as(basic('viewer', 'v'));
		expect((await viewer.send('GET', '/vms')).status).toBe(200);
		expect(await viewer.send('POST', '/machine_snapshots', { machine, name: 's' })).toMatchObject({
			status: 403,
			body: { err: 'Permission denied' },
		});
		expect((await client.as(basic('outsider', 'o')).send('GET', '/vms')).status).toBe(403);
	});

	it('finds the version beside the API without a login', async () => {
		const { client } = await bench.given();
		expect((await client.as({}).send('GET', '/version.json')).body).toEqual({ version: '26.1.8' });
	});

	it('never finds a password or a token among the requests that were seen', async () => {
		const { client, simulator } = await bench.given();
		const { username: login, password } = simulator.credentials;
		const opened = await client.as({}).send('POST', '/api/sys/tokens', { login, password });
		const token = (opened.body as { $key: string }).$key;
		await client.as({}).send('DELETE', `/api/sys/tokens/${token}`);
		expect(simulator.requests).toHaveLength(2);
		expect(JSON.stringify(simulator.requests)).not.toContain(password);
		expect(JSON.stringify(simulator.requests)).not.toContain(token);
	});
});
