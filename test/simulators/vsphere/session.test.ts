import { TestBench } from './testBench';
import { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('a login', () => {
	it('gives a quoted cookie that opens the API', async () => {
		const { simulator } = await bench.given();
		const client = new TestClient(simulator);
		const before = await client.call('CurrentTime', 'ServiceInstance:ServiceInstance');
		expect(before).toMatchObject({ status: 500, fault: 'NotAuthenticated' });
		expect(before.xml).toContain('<privilegeId>System.View</privilegeId>');
		const { status, xml, headers } = await client.logIn();
		expect(status).toBe(200);
		expect(xml).toContain('<userName>administrator@vsphere.local</userName>');
		expect(headers['set-cookie']?.[0]).toMatch(/^vmware_soap_session="[0-9a-f]{32}"; Path=\/;/);
		expect(await client.returned('CurrentTime', 'ServiceInstance:ServiceInstance')).toBe(
			'2026-11-22T02:00:00.123000Z',
		);
	});

	it('wants the cookie back verbatim, quotes included, unless told otherwise', async () => {
		const { simulator, client } = await bench.given();
		client.cookie = client.cookie.replaceAll('"', '');
		const call = async (): Promise<string | undefined> =>
			(await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault;
		expect(await call()).toBe('NotAuthenticated');
		simulator.quirks.cookieQuotes = 'either';
		expect(await call()).toBe(undefined);
	});

	it.each([
		['a wrong password', 'administrator@vsphere.local', 'wrong'],
		['an unknown user', 'nobody', 'wrong'],
	])('is refused with %s, without a cookie', async (_what, user, password) => {
		const { simulator } = await bench.given();
		const answer = await new TestClient(simulator).logIn(user, password);
		expect(answer).toMatchObject({ status: 500, fault: 'InvalidLogin' });
		expect(answer.headers['set-cookie']).toBeUndefined();
	});

	it('never leaves a password among the requests that were seen', async () => {
		const { simulator } = await bench.given();
		await new TestClient(simulator).logIn();
		expect(simulator.requests).toMatchObject([{ body: { method: 'Login', on: 'SessionManager' } }]);
		expect(JSON.stringify(simulator.requests)).not.toContain('Secret');
		expect(simulator.calls('Login')).toBe(1);
	});
});

describe('a session', () => {
	it('ends when it was idle for too long, and not while it is used', async () => {
		const { client, clock } = await bench.given({ durations: { sessionIdle: 100 } });
		for (const [pauseSeconds, fault] of [
			[90, undefined],
			[90, undefined],
			[101, 'NotAuthenticated'],
			[0, 'NotAuthenticated'],
		] as const) {
			await clock.advance(pauseSeconds * 1000);
			expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBe(
				fault,
			);
		}
		client.cookie = '';
		await client.logIn();
		expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).status).toBe(200);
	});

	it('ends with a logout, or for everybody', async () => {
		const { simulator, client } = await bench.given();
		expect(simulator.openSessions).toBe(1);
		expect((await client.call('Logout', 'SessionManager:SessionManager')).status).toBe(200);
		expect(simulator.openSessions).toBe(0);
		client.cookie = '';
		await client.logIn();
		simulator.expireSessions();
		expect((await client.call('Logout', 'SessionManager:SessionManager')).fault).toBe(
			'NotAuthenticated',
		);
	});

	it('that is there already takes no second login', async () => {
		const { client } = await bench.given();
		expect((await client.logIn()).fault).toBe('InvalidState');
	});

	it('is one of a limited number', async () => {
		const { simulator } = await bench.given({ apiType: 'HostAgent', sessionLimit: 1 });
		const other = new TestClient(simulator);
		expect((await other.logIn()).status).toBe(503);
		simulator.expireSessions();
		expect((await other.logIn()).status).toBe(200);
	});

	it('may begin before the login, by a cookie for everybody', async () => {
		const { simulator } = await bench.given({ quirks: { cookie: 'atOnce' } });
		const client = new TestClient(simulator);
		const { headers } = await client.call(
			'RetrieveServiceContent',
			'ServiceInstance:ServiceInstance',
		);
		client.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
		expect(client.cookie).toMatch(/^vmware_soap_session="/);
		const login = await client.logIn();
		expect([login.status, login.headers['set-cookie']]).toEqual([200, undefined]);
		expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).status).toBe(200);
	});

	it('can be asked about on a vCenter only', async () => {
		for (const [apiType, manager, fault] of [
			['VirtualCenter', 'SessionManager', undefined],
			['HostAgent', 'ha-sessionmgr', 'NotSupported'],
		] as const) {
			const { simulator, client } = await bench.given({ apiType });
			const key = /"(.*)"/.exec(client.cookie)?.[1];
			const who = `<sessionID>${key}</sessionID><userName>${simulator.credentials.username}</userName>`;
			const answer = await client.call('SessionIsActive', `SessionManager:${manager}`, who);
			expect(answer.fault).toBe(fault);
			if (fault === undefined) expect(answer.xml).toContain('<returnval>true</returnval>');
		}
	});
});
