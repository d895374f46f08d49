import { connect } from 'node:tls';
import { newCertificate } from '../../support/certificate';
import { HOUR, MINUTE, TestBench, type Given } from './testBench';
import { signedJwt } from './testJwt';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const stranger = newCertificate({ commonName: 'stranger', purpose: 'client' });
const INSTANCES = '/instances';

const statusAs = async (
	{ client }: Given,
	sending: Parameters<Given['client']['send']>[3],
	path = INSTANCES,
): Promise<number> => (await client.send('GET', path, undefined, sending)).status;

const bearer = (token: string) => ({
	identity: null,
	headers: { authorization: `Bearer ${token}` },
});

describe('the server', () => {
	it('speaks TLS 1.3 and nothing older', async () => {
		const { simulator } = await bench.given();
		const { address: host, port, certificatePem: ca } = simulator;
		const older = new Promise((resolve, reject) => {
			const socket = connect({ host, port, ca, maxVersion: 'TLSv1.2' }, () => resolve('connected'));
			socket.once('error', reject);
		});
		await expect(older).rejects.toThrow(/protocol version/);
	});

	it('tells everybody what it is, and whether they are trusted', async () => {
		const { client, simulator } = await bench.given();
		const { status, body } = await client.send('GET', '', undefined, { identity: null });
		expect([status, body.type, body.status_code]).toEqual([200, 'sync', 200]);
		expect(body.metadata).toMatchObject({ auth: 'untrusted', api_version: '1.0' });
		expect(body.metadata).not.toHaveProperty('environment');
		expect(await client.get('')).toMatchObject({
			auth: 'trusted',
			auth_methods: ['tls'],
			environment: {
				server: 'incus',
				server_version: '7.2',
				server_clustered: false,
				certificate_fingerprint: simulator.fingerprint,
				certificate: simulator.certificatePem,
			},
		});
	});

	it.each([
		['incus', 'current', ['instance_snapshot_disk_only_restore', 'snapshot_manual_expiry']],
		['incus', 'older', []],
		['lxd', 'current', ['instance_snapshot_multi_volume']],
		['lxd', 'older', []],
	] as const)(
		'as %s, %s, tells the extensions of its release',
		async (flavour, generation, own) => {
			const { client } = await bench.given({ flavour, generation });
			const { api_extensions: known, environment } = await client.get('');
			expect(environment).toMatchObject({ server: flavour });
			const differing = [
				'instance_snapshot_disk_only_restore',
				'snapshot_manual_expiry',
				'instance_snapshot_multi_volume',
			];
			expect(differing.filter((name) => (known as string[]).includes(name))).toEqual(own);
			expect(known).toEqual(expect.arrayContaining(['snapshot_expiry_creation', 'projects']));
		},
	);

	it('turns strangers away, with a certificate or without, wherever they go', async () => {
		const { client } = await bench.given();
		for (const identity of [stranger, null]) {
			for (const path of [INSTANCES, '/nowhere', '/operations/1/wait']) {
				const { status, body } = await client.send('GET', path, undefined, { identity });
				expect([status, body.error, body.error_code]).toEqual([403, 'not authorized', 403]);
			}
		}
	});

	it('lets a certificate in when it is trusted, and out again', async () => {
		const given = await bench.given();
		const fingerprint = given.simulator.trust(stranger.certificatePem);
		expect(await statusAs(given, { identity: stranger })).toBe(200);
		expect(await given.client.names('/certificates')).toEqual(['n8n', 'client']);
		given.simulator.distrust(fingerprint);
		expect(await statusAs(given, { identity: stranger })).toBe(403);
	});

	it('has no path of its own for what it does not know', async () => {
		const { client } = await bench.given();
		expect((await client.send('GET', '/nowhere')).body).toMatchObject({
			type: 'error',
			error: 'not found',
			error_code: 404,
		});
		expect((await client.send('DELETE', INSTANCES)).status).toBe(501);
		expect((await client.send('GET', '/instances/nobody')).body.error).toBe('Instance not found');
	});
});

describe('a restricted certificate', () => {
	it('sees its own projects only', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		simulator.addInstance({ name: 'lab-01', project: 'lab' });
		simulator.trust(stranger.certificatePem, { projects: ['lab'] });
		const identity = stranger;
		const refused = await client.send('GET', INSTANCES, undefined, { identity });
		expect([refused.status, refused.body.error]).toEqual([
			403,
			'User does not have permission for project "default"',
		]);
		const all = await client.send('GET', `${INSTANCES}?all-projects=true`, undefined, { identity });
		expect(all.body.metadata).toEqual(['/1.0/instances/lab-01?project=lab']);
		const projects = await client.send('GET', '/projects', undefined, { identity });
		expect(projects.body.metadata).toEqual(['/1.0/projects/lab']);
	});

	it('sees no operations of others', async () => {
		const { simulator, client } = await bench.given();
		simulator.addProject({ name: 'lab' });
		simulator.trust(stranger.certificatePem, { projects: ['lab'] });
		const path = await client.begin('POST', '/instances/web-01/snapshots', { name: 's1' });
		const { status } = await client.send('GET', path, undefined, { identity: stranger });
		expect(status).toBe(403);
	});
});

describe('a JWT', () => {
	const claims = (sub: string) => ({
		sub,
		nbf: Date.parse('2026-11-22T01:00:00Z') / 1000,
		exp: Date.parse('2026-11-22T03:00:00Z') / 1000,
	});

	it('signed with a trusted key opens Incus, as long as it is valid', async () => {
		const given = await bench.given();
		const { simulator, clock } = given;
		const sub = simulator.trust(stranger.certificatePem);
		const token = signedJwt(stranger.privateKey, claims(sub));
		expect(await statusAs(given, bearer(token))).toBe(200);
		await clock.advance(HOUR - 1);
		expect(await statusAs(given, bearer(token))).toBe(200);
		await clock.advance(1);
		expect(await statusAs(given, bearer(token))).toBe(403);
	});

	it('is refused when it comes early, is signed by another, or names a stranger', async () => {
		const given = await bench.given();
		const sub = given.simulator.trust(stranger.certificatePem);
		const other = newCertificate({ commonName: 'other', purpose: 'client' });
		const early = { ...claims(sub), nbf: Date.parse('2026-11-22T02:00:01Z') / 1000 };
		const tokens = [
			signedJwt(stranger.privateKey, early),
			signedJwt(other.privateKey, claims(sub)),
			signedJwt(other.privateKey, claims('00'.repeat(32))),
			'no.jwt.atall',
		];
		for (const token of tokens) expect(await statusAs(given, bearer(token))).toBe(403);
	});

	it('means nothing to LXD', async () => {
		const given = await bench.given({ flavour: 'lxd' });
		const sub = given.simulator.trust(stranger.certificatePem);
		const token = signedJwt(stranger.privateKey, claims(sub));
		expect(await statusAs(given, bearer(token))).toBe(403);
	});
});

describe('a bearer token', () => {
	it.each([
		['lxd', 'current', 200],
		['lxd', 'older', 403],
		['incus', 'current', 403],
	] as const)('at %s, %s, is answered with %i', async (flavour, generation, expected) => {
		const given = await bench.given({ flavour, generation });
		expect(await statusAs(given, bearer(given.simulator.newBearer()))).toBe(expected);
	});
});

describe('a trust token', () => {
	const enrol = async ({ client }: Given, token: string) =>
		await client.send(
			'POST',
			'/certificates',
			{ type: 'client', trust_token: token },
			{ identity: stranger },
		);

	it('lets one certificate in, once', async () => {
		const given = await bench.given();
		const token = given.simulator.newTrustToken('n8n');
		const decoded = JSON.parse(Buffer.from(token, 'base64').toString()) as object;
		expect(decoded).toMatchObject({
			client_name: 'n8n',
			fingerprint: given.simulator.fingerprint,
			addresses: [`127.0.0.1:${given.simulator.port}`],
			expires_at: '2026-11-22T03:00:00Z',
		});
		expect((await enrol(given, token)).status).toBe(201);
		expect(await statusAs(given, { identity: stranger })).toBe(200);
		given.simulator.distrust(stranger.fingerprint.replaceAll(':', '').toLowerCase());
		expect((await enrol(given, token)).status).toBe(403);
	});

	it('is too old after an hour, and its secret is never written down', async () => {
		const given = await bench.given();
		const token = given.simulator.newTrustToken('n8n');
		await given.clock.advance(60 * MINUTE);
		expect((await enrol(given, token)).status).toBe(403);
		expect(JSON.stringify(given.simulator.requests)).not.toContain(token);
	});
});
