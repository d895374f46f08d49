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

	it('wants the cookie back verbatim, quotes included', async () => {
		const { client } = await bench.given();
		client.cookie = client.cookie.replaceAll('"', '');
		expect(await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).toMatchObject({
			fault: 'NotAuthenticated',
		});
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
