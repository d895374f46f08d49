import { PRIVILEGES, type Grant, type Privilege, type ProxmoxSimulator } from './index';
import { takeSnapshot, TestBench, WEB } from './testBench';
import { byToken, TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SECRET = '11111111-2222-4333-8444-555555555555';

/** A client with a token of `ops@pve`, with these rights of its own. */
function tokenWith(
	simulator: ProxmoxSimulator,
	grants: readonly Grant[],
	ofUser: readonly Grant[] = [{ path: '/', privileges: 'all' }],
): TestClient {
	simulator.addUser({ id: 'ops@pve', password: 'secret', grants: ofUser });
	simulator.addToken({ id: 'ops@pve!n8n', secret: SECRET, grants });
	return new TestClient(simulator, byToken({ tokenId: 'ops@pve!n8n', tokenSecret: SECRET }));
}

const allBut = (...privileges: readonly Privilege[]): Grant[] => [
	{ path: '/', privileges: PRIVILEGES.filter((one) => !privileges.includes(one)) },
];

describe('an API token', () => {
	it.each(['=', ' '])('may follow its word after “%s”', async (separator) => {
		const { simulator } = await bench.given();
		const { tokenId, tokenSecret } = simulator.credentials;
		const authorization = `PVEAPIToken${separator}${tokenId}=${tokenSecret}`;
		const client = new TestClient(simulator, { authorization });
		expect(await client.get('/version')).toEqual({
			version: '9.0.3',
			release: '9.0',
			repoid: expect.any(String),
		});
	});

	it.each([
		['unknown', 'root@pam!other', '7f5a1c52-3b0e-4c8d-9a57-0d6c1e2f3a4b'],
		['wrong', 'root@pam!n8n', SECRET],
	])('that is %s is refused in the status line alone', async (_what, tokenId, tokenSecret) => {
		const { simulator } = await bench.given();
		const client = new TestClient(simulator, byToken({ tokenId, tokenSecret }));
		expect(await client.send('GET', '/version')).toMatchObject({
			status: 401,
			statusMessage: 'Authentication failed!',
			body: '',
		});
	});

	it('that has expired is refused', async () => {
		const { simulator, clock } = await bench.given();
		const expires = simulator.world.now() + 60;
		simulator.addToken({ id: 'root@pam!short', secret: SECRET, expires });
		const short = byToken({ tokenId: 'root@pam!short', tokenSecret: SECRET });
		const client = new TestClient(simulator, short);
		expect((await client.send('GET', '/version')).status).toBe(200);
		await clock.advance(60_000);
		expect((await client.send('GET', '/version')).status).toBe(401);
	});

	it('that was granted nothing sees nothing, and is not refused', async () => {
		const { simulator } = await bench.givenWeb();
		const client = tokenWith(simulator, []);
		expect(await client.list('/cluster/resources', { type: 'vm' })).toEqual([]);
		expect(await client.get('/access/permissions')).toEqual({});
		expect(await client.list('/pools')).toEqual([]);
		expect(await client.send('GET', `${WEB}/snapshot`)).toMatchObject({
			status: 403,
			statusMessage: 'Permission check failed (/vms/100, VM.Audit)',
			body: { message: 'Permission check failed (/vms/100, VM.Audit)\n' },
		});
	});

	it('has no more rights than its user', async () => {
		const { simulator } = await bench.givenWeb();
		const everything: Grant[] = [{ path: '/', privileges: 'all' }];
		const client = tokenWith(simulator, everything, [{ path: '/vms', privileges: ['VM.Audit'] }]);
		expect(await client.get('/access/permissions')).toEqual({ '/vms': { 'VM.Audit': 1 } });
		expect(await client.list('/cluster/resources')).toHaveLength(2);
		const refused = await client.send('POST', `${WEB}/snapshot`, { snapname: 'a1' });
		expect(refused.statusMessage).toBe('Permission check failed (/vms/100, VM.Snapshot)');
	});

	it('can’t give out tickets', async () => {
		const { simulator, client } = await bench.given();
		const { username, password } = simulator.credentials;
		const answer = await client.send('POST', '/access/ticket', { username, password });
		expect(answer).toMatchObject({
			status: 403,
			statusMessage:
				"Permission check failed (URI '/access/ticket' not available with API token, need proper ticket.)",
		});
	});

	it('is not what counts beside a ticket', async () => {
		const { simulator } = await bench.given();
		const headers = { ...byToken(simulator.credentials), cookie: 'PVEAuthCookie=stale' };
		expect((await new TestClient(simulator, headers).send('GET', '/version')).status).toBe(401);
	});
});

describe('a right', () => {
	it.each([
		['VM.Snapshot', 'POST', '/snapshot', { snapname: 'b2' }, 'VM.Snapshot'],
		['VM.Snapshot', 'DELETE', '/snapshot/a1', {}, 'VM.Snapshot'],
		['VM.PowerMgmt', 'POST', '/status/start', {}, 'VM.PowerMgmt'],
		['VM.PowerMgmt', 'POST', '/snapshot/a1/rollback', { start: 1 }, 'VM.PowerMgmt'],
		['VM.Clone', 'POST', '/clone', { newid: 105 }, 'VM.Clone'],
		['VM.Allocate', 'DELETE', '', {}, 'VM.Allocate'],
		['VM.Config.Network', 'PUT', '/config', { net0: 'x' }, 'VM.Config.Network'],
		['VM.Audit', 'GET', '/status/current', {}, 'VM.Audit'],
	] as const)('%s is needed: %s %s %j', async (privilege, method, path, fields, named) => {
		const { simulator, client: root } = await bench.givenWeb();
		await takeSnapshot(root, 'a1');
		const client = tokenWith(simulator, allBut(privilege));
		expect((await client.send(method, `${WEB}${path}`, fields)).statusMessage).toBe(
			`Permission check failed (/vms/100, ${named})`,
		);
	});

	it('of either kind allows a rollback', async () => {
		const { simulator, client: root } = await bench.givenWeb();
		await takeSnapshot(root, 'a1');
		const path = `${WEB}/snapshot/a1/rollback`;
		const client = tokenWith(simulator, allBut('VM.Snapshot', 'VM.Snapshot.Rollback'));
		expect((await client.send('POST', path)).statusMessage).toBe(
			'Permission check failed (/vms/100, VM.Snapshot|VM.Snapshot.Rollback)',
		);
		simulator.addToken({ id: 'ops@pve!n8n', secret: SECRET, grants: allBut('VM.Snapshot') });
		expect((await client.send('POST', path)).status).toBe(200);
	});

	it.each([
		['VM.Allocate', '/vms/105, VM.Allocate'],
		['Datastore.AllocateSpace', '/storage/local-lvm, Datastore.AllocateSpace'],
		['SDN.Use', '/sdn/zones/localnetwork/vmbr0, SDN.Use'],
	] as const)('%s is needed where a clone goes', async (privilege, named) => {
		const { simulator } = await bench.givenWeb();
		const client = tokenWith(simulator, allBut(privilege));
		expect((await client.send('POST', `${WEB}/clone`, { newid: 105 })).statusMessage).toBe(
			`Permission check failed (${named})`,
		);
	});

	it('is asked for before what the storage can do', async () => {
		const { simulator } = await bench.givenWeb({ storages: [{ name: 'tank', driver: 'zfspool' }] });
		simulator.addSnapshot(100, { name: 'a1' });
		const clone = async (client: TestClient) =>
			await client.send('POST', `${WEB}/clone`, { newid: 105, snapname: 'a1' });
		expect((await clone(tokenWith(simulator, allBut('SDN.Use')))).status).toBe(403);
		expect((await clone(tokenWith(simulator, allBut()))).statusMessage).toMatch(/^Full clone/);
	});

	it('on a pool holds for what is in it, and for what is cloned into it', async () => {
		const { simulator } = await bench.givenWeb({}, { pool: 'prod' });
		simulator.addGuest({ name: 'db-01' });
		const client = tokenWith(simulator, [
			{ path: '/pool/prod', privileges: 'all' },
			{ path: '/storage', privileges: ['Datastore.AllocateSpace'] },
			{ path: '/sdn', privileges: ['SDN.Use'] },
		]);
		expect(await client.list('/cluster/resources', { type: 'vm' })).toMatchObject([
			{ vmid: 100, pool: 'prod' },
		]);
		const fields = { newid: 105, pool: 'prod' };
		expect(await client.task('POST', `${WEB}/clone`, fields)).toBe('OK');
		expect((await client.get('/pools/prod')).members).toMatchObject([{ vmid: 100 }, { vmid: 105 }]);
	});
});
