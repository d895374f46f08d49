import type { Clock } from '../../../snapshots/clock';
import { data, fakeCluster, refusalOf, request, signal, TOKEN, web } from './fakeCluster';
import { thrownBy } from '../../support/thrownBy';
import type { Answer, Seen } from './fakePort';

const ACCOUNT = { username: 'n8n@pve', password: 'p4ss of n8n' };

const granted = (ticket: string): Answer =>
	data({ username: 'n8n@pve', ticket, CSRFPreventionToken: `csrf-of-${ticket}`, cap: {} });

/** Gives out `PVE:1`, `PVE:2` and so on; `isGood` says of each request whether its ticket is taken. */
function account(isGood: (cookie: string) => boolean = () => true, logins: Seen[] = []) {
	const cluster = fakeCluster(
		{
			'POST /access/ticket': (asked) => {
				logins.push(asked);
				return granted(`PVE:${logins.length}`);
			},
			'GET /cluster/resources': ({ headers }) =>
				isGood(decodeURIComponent(headers.Cookie ?? ''))
					? data([{ vmid: 100, node: 'pve1', type: 'qemu', status: 'running', name: 'web-01' }])
					: [401, '', 'permission denied - invalid PVE ticket'],
		},
		ACCOUNT,
	);
	return { ...cluster, logins };
}

describe('a token', () => {
	it('goes along with every request, without a cookie that would win over it', async () => {
		const { driver, port } = fakeCluster();
		await driver.readTarget(web, signal);
		expect(port.seen.length).toBeGreaterThan(1);
		for (const { headers } of port.seen) {
			expect(headers.Authorization).toBe('PVEAPIToken=n8n@pve!nightly=s3cret-0f-the-token');
			expect(headers).not.toHaveProperty('Cookie');
			expect(headers).not.toHaveProperty('CSRFPreventionToken');
		}
		expect(TOKEN).toHaveProperty('tokenId');
	});
});

describe('an account', () => {
	it('logs in once, and shows the CSRF token where something is changed', async () => {
		const { driver, port, logins } = account();
		await Promise.all([driver.readTarget(web, signal), driver.readTarget(web, signal)]);
		await driver.createSnapshot(web, request, signal).catch(() => undefined);
		expect(logins.map(({ body }) => body)).toEqual([{ ...ACCOUNT }]);
		const [get] = port.seen.filter(({ method }) => method === 'GET');
		const [post] = port.seen.filter(({ path }) => path.endsWith('/snapshot')).slice(0, 1);
		expect(get?.headers).toMatchObject({ Cookie: 'PVEAuthCookie=PVE%3A1' });
		expect(get?.headers).not.toHaveProperty('CSRFPreventionToken');
		expect(post?.method).toBe('POST');
		expect(post?.headers).toMatchObject({
			Cookie: 'PVEAuthCookie=PVE%3A1',
			CSRFPreventionToken: 'csrf-of-PVE:1',
		});
	});

	it('renews a ticket by the ticket itself before it ends, once for all calls', async () => {
		const { driver, clock, logins } = account();
		await driver.readTarget(web, signal);
		await passMinutes(clock, 89);
		await driver.readTarget(web, signal);
		expect(logins).toHaveLength(1);
		await passMinutes(clock, 2);
		await Promise.all([driver.readTarget(web, signal), driver.readTarget(web, signal)]);
		expect(logins.slice(1).map(({ body }) => body)).toEqual([
			{ username: 'n8n@pve', password: 'PVE:1' },
		]);
	});

	it('logs in anew by its password after a ticket has ended', async () => {
		const { driver, clock, logins } = account();
		await driver.readTarget(web, signal);
		await passMinutes(clock, 121);
		await driver.readTarget(web, signal);
		expect(logins.map(({ body }) => body)).toEqual([ACCOUNT, ACCOUNT]);
	});

	it('logs in by its password when the ticket is refused as one, too', async () => {
		const logins: Seen[] = [];
		const cluster = fakeCluster(
			{
				'POST /access/ticket': (asked) => {
					logins.push(asked);
					const { password } = asked.body as { readonly password: string };
					return password.startsWith('PVE:') ? [401, ''] : granted(`PVE:${logins.length}`);
				},
			},
			ACCOUNT,
		);
		await cluster.driver.readTarget(web, signal);
		await passMinutes(cluster.clock, 100);
		await cluster.driver.readTarget(web, signal);
		expect(logins).toHaveLength(3);
	});

	it('that meets a 401 logs in once for all calls, by its password, and sends each request again', async () => {
		const { driver, logins } = account((cookie) => !cookie.endsWith('PVE:1'));
		const read = await Promise.all([1, 2, 3].map(async () => await driver.readTarget(web, signal)));
		expect(read.map(({ name }) => name)).toEqual(['web-01', 'web-01', 'web-01']);
		expect(logins.map(({ body }) => body)).toEqual([ACCOUNT, ACCOUNT]);
	});

	it('that is refused again after the new login is AUTH', async () => {
		const { driver, logins } = account(() => false);
		expect((await refusalOf(driver.readTarget(web, signal))).code).toBe('AUTH');
		expect(logins).toHaveLength(2);
	});

	it('with a wrong password is AUTH after one try, and shows no secret', async () => {
		const wrong = { 'POST /access/ticket': [401, '', 'authentication failure'] as Answer };
		const { driver, port } = fakeCluster(wrong, ACCOUNT);
		const error = await refusalOf(driver.readTarget(web, signal));
		expect(error.code).toBe('AUTH');
		expect(port.seen).toHaveLength(1);
		expect(`${error.message} ${error.advice} ${error.stack}`).not.toContain(ACCOUNT.password);
	});

	it.each([
		['by NeedTFA', { ticket: 'PVE:n8n@pve:67::x', CSRFPreventionToken: 'y', NeedTFA: 1 }],
		['by half a ticket', { ticket: 'PVE:!tfa!n8n@pve:67::x', CSRFPreventionToken: 'y' }],
	])('that is asked for a second factor, %s, is told to take a token', async (_how, half) => {
		const { driver, port } = fakeCluster({ 'POST /access/ticket': data(half) }, ACCOUNT);
		const error = await refusalOf(driver.readTarget(web, signal));
		expect(error).toMatchObject({ code: 'AUTH' });
		expect(error.message).toMatch(/second factor/);
		expect(error.advice).toMatch(/API token/);
		expect(port.seen).toHaveLength(1);
	});

	it('that could not log in tries anew at the next call', async () => {
		let tries = 0;
		const answers = {
			'POST /access/ticket': (): Answer => ((tries += 1) === 1 ? [502, ''] : granted('PVE:1')),
		};
		const { driver } = fakeCluster(answers, ACCOUNT);
		expect((await refusalOf(driver.readTarget(web, signal))).code).toBe('UNREACHABLE');
		expect((await driver.readTarget(web, signal)).name).toBe('web-01');
	});
});

async function passMinutes(clock: Clock, minutes: number): Promise<void> {
	for (let pauses = (minutes * 60) / 5; pauses > 0; pauses -= 1) await clock.sleep(5000, signal);
}

describe('a login that can’t be meant', () => {
	it.each([
		['nightly', 'x'],
		['n8n!nightly', 'x'],
		['n8n@pve', 'x'],
		['PVEAPIToken=n8n@pve!nightly=x y', 'x'],
		['n8n@pve!nightly', 'two words'],
	])(
		'as token %j with the secret %j is refused before anything is sent',
		(tokenId, tokenSecret) => {
			const error = thrownBy(() => fakeCluster({}, { tokenId, tokenSecret }));
			expect(error).toMatchObject({ code: 'INVALID_INPUT' });
		},
	);

	it('as a user without a realm is refused, with an example', () => {
		const error = thrownBy(() => fakeCluster({}, { username: 'root', password: 'x' }));
		expect(error).toMatchObject({ code: 'INVALID_INPUT', advice: expect.stringMatching(/@pam/) });
	});

	it('as an account of a directory, whose name is an address, is taken', () => {
		const login = { username: 'zoe@example.com@ldap', password: 'x' };
		expect(() => fakeCluster({}, login)).not.toThrow();
		expect(() =>
			fakeCluster({}, { tokenId: 'zoe@example.com@ldap!a', tokenSecret: 'x' }),
		).not.toThrow();
	});
});
