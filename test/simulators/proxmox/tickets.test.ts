import { comeToRest } from '../../support/clock';
import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { ProxmoxSimulator } from './index';
import { TestBench, WEB } from './testBench';
import { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface Ticket {
	readonly ticket: string;
	readonly CSRFPreventionToken: string;
	readonly NeedTFA?: number;
}

const anonymous = (simulator: ProxmoxSimulator): TestClient => new TestClient(simulator, {});

const logIn = async (simulator: ProxmoxSimulator, fields = {}): Promise<TestAnswer> => {
	const { username, password } = simulator.credentials;
	return await anonymous(simulator).send('POST', '/access/ticket', {
		username,
		password,
		...fields,
	});
};

const ticketOf = ({ body }: TestAnswer): Ticket => (body as { readonly data: Ticket }).data;

const cookie = ({ ticket }: Ticket): Record<string, string> => ({
	cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}`,
});

describe('a ticket', () => {
	it('opens the API as a cookie, and writes need its CSRF token', async () => {
		const { simulator } = await bench.givenWeb();
		const given = ticketOf(await logIn(simulator));
		expect(given).toMatchObject({
			username: 'root@pam',
			ticket: expect.stringMatching(/^PVE:root@pam:[0-9A-F]{8}::/),
			CSRFPreventionToken: expect.stringMatching(/^[0-9A-F]{8}:/),
			clustername: 'demo-cluster',
		});
		const reader = new TestClient(simulator, cookie(given));
		expect((await reader.send('GET', '/version')).status).toBe(200);
		const refused = await reader.send('POST', `${WEB}/snapshot`, { snapname: 'a1' });
		expect(refused).toMatchObject({
			status: 401,
			statusMessage: 'Permission denied - invalid csrf token',
		});
		const csrfpreventiontoken = given.CSRFPreventionToken;
		const writer = new TestClient(simulator, { ...cookie(given), csrfpreventiontoken });
		const upid = await writer.data('POST', `${WEB}/snapshot`, { snapname: 'a1' });
		expect(upid).toMatch(/:root@pam:$/);
	});

	it.each([
		['a wrong password', { password: 'wrong' }],
		['an unknown user', { username: 'nobody@pam' }],
	])('is not given for %s, without saying which part was wrong', async (_what, fields) => {
		const { simulator } = await bench.given();
		expect(await logIn(simulator, fields)).toMatchObject({
			status: 401,
			statusMessage: 'authentication failure',
		});
	});

	it('may be asked for with the realm apart', async () => {
		const { simulator } = await bench.given();
		expect((await logIn(simulator, { username: 'root', realm: 'pam' })).status).toBe(200);
	});

	it('lives for two hours, and can be renewed until then', async () => {
		const { simulator, clock } = await bench.given({ durations: { sessionIdle: 7200 } });
		const first = ticketOf(await logIn(simulator));
		const client = new TestClient(simulator, cookie(first));
		await clock.advance(7_199_000);
		const second = ticketOf(await logIn(simulator, { password: first.ticket }));
		await clock.advance(1000);
		expect((await client.send('GET', '/version')).status).toBe(401);
		expect((await logIn(simulator, { password: first.ticket })).status).toBe(401);
		const renewed = new TestClient(simulator, cookie(second));
		expect((await renewed.send('GET', '/version')).status).toBe(200);
	});

	it('is but half of one until the second factor is told', async () => {
		const { simulator } = await bench.given();
		simulator.addUser({ id: 'ops@pve', password: 'secret', totp: '123456' });
		const user = { username: 'ops@pve', password: 'secret' };
		const half = ticketOf(await logIn(simulator, user));
		expect(half).toMatchObject({ NeedTFA: 1, ticket: expect.stringMatching(/^PVE:!tfa!/) });
		const refused = await new TestClient(simulator, cookie(half)).send('GET', '/version');
		expect(refused.status).toBe(401);
		const second = { username: 'ops@pve', 'tfa-challenge': half.ticket };
		expect((await logIn(simulator, { ...second, password: 'totp:999999' })).status).toBe(401);
		const whole = ticketOf(await logIn(simulator, { ...second, password: 'totp:123456' }));
		expect(whole.NeedTFA).toBeUndefined();
		const client = new TestClient(simulator, cookie(whole));
		expect((await client.send('GET', '/version')).status).toBe(200);
	});

	it('never leaves a password among the requests that were seen', async () => {
		const { simulator } = await bench.given();
		await logIn(simulator);
		const { username, password } = simulator.credentials;
		await sendTo(simulator, {
			method: 'POST',
			path: '/api2/json/access/ticket',
			headers: { 'content-type': 'application/json' },
			body: { username, password },
		});
		expect(simulator.requests).toHaveLength(2);
		expect(JSON.stringify(simulator.requests)).not.toContain(password);
	});
});

describe('a 401', () => {
	it('comes 3 seconds late', async () => {
		const { simulator, clock } = await bench.given({ durations: { refusedLogin: 3 } });
		let status = 0;
		const answer = anonymous(simulator)
			.send('GET', '/version')
			.then((one) => (status = one.status));
		while (clock.sleepers() === 0) await comeToRest();
		await clock.advance(2999);
		expect(status).toBe(0);
		await clock.advance(1);
		await answer;
		expect(status).toBe(401);
	});

	it('without any login says so, and may have a body', async () => {
		const { simulator } = await bench.given();
		const client = anonymous(simulator);
		const first = await client.send('GET', '/version');
		expect([first.statusMessage, first.body]).toEqual(['No ticket', '']);
		simulator.quirks.unauthorizedBody = 'json';
		expect((await client.send('GET', '/version')).body).toEqual({
			data: null,
			message: 'No ticket',
		});
	});
});
