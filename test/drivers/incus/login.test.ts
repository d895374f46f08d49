import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { incusDriver } from '../../../drivers/incus/driver';
import { readIdentity } from '../../../drivers/incus/identity';
import { newToken } from '../../../drivers/incus/jwt';
import { newCertificate } from '../../support/certificate';
import { manualClock } from '../../support/clock';
import { thrownBy } from '../../support/thrownBy';
import { byCertificate, failureOf, identity, never, scripted } from './given';
import { refused, scriptedPort, sync, TRUSTED, UNTRUSTED } from './scriptedPort';

const NOW = new Date('2026-11-22T03:00:00.000Z');
const fingerprint = 'ab'.repeat(32);

const partsOf = (token: string) => {
	const [header = '', claims = '', signature = ''] = token.split('.');
	const read = (part: string): unknown =>
		JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
	return {
		header: read(header),
		claims: read(claims),
		signed: Buffer.from(`${header}.${claims}`),
		signature: Buffer.from(signature, 'base64url'),
	};
};

interface Kind {
	readonly algorithm: string;
	readonly digest: string | null;
	readonly pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

const KINDS: readonly Kind[] = [
	{
		algorithm: 'ES256',
		digest: 'sha256',
		pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
	},
	{
		algorithm: 'ES384',
		digest: 'sha384',
		pair: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
	},
	{
		algorithm: 'ES512',
		digest: 'sha512',
		pair: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
	},
	{
		algorithm: 'RS256',
		digest: 'sha256',
		pair: generateKeyPairSync('rsa', { modulusLength: 2048 }),
	},
	{ algorithm: 'EdDSA', digest: null, pair: generateKeyPairSync('ed25519') },
];

describe('a signed token', () => {
	it.each(KINDS)('is signed by $algorithm where the key is of that kind', (kind) => {
		const { algorithm, digest, pair } = kind;
		const token = newToken({ fingerprint, privateKey: pair.privateKey }, NOW, 300);
		const { header, claims, signed, signature } = partsOf(token);
		expect(header).toEqual({ alg: algorithm, typ: 'JWT' });
		expect(claims).toEqual({
			sub: fingerprint,
			iat: NOW.getTime() / 1000,
			nbf: NOW.getTime() / 1000 - 60,
			exp: NOW.getTime() / 1000 + 300,
		});
		const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' as const };
		expect(verify(digest, signed, key, signature)).toBe(true);
	});

	it('is refused for a key that no server would take', () => {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
		const error = thrownBy(() => newToken({ fingerprint, privateKey }, NOW, 300));
		expect(error).toMatchObject({ code: 'INVALID_INPUT' });
	});

	it('is sent with each request, and made anew a minute before it ends', async () => {
		const clock = manualClock(NOW);
		const port = scriptedPort(() => sync([]));
		const driver = incusDriver(port, { login: { by: 'signedToken', identity } }, clock);
		const list = async () => await driver.listSnapshots(target, never());
		await list();
		await clock.advance(239_000);
		await list();
		await clock.advance(1000);
		await list();
		const [first, second, third] = port.seen.map(({ headers }) => headers.Authorization);
		expect(first).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
		expect(second).toBe(first);
		expect(third).not.toBe(first);
	});
});

const target = { level: 'vm', id: 'default/web', name: 'web' } as const;

describe('the proof of who asks', () => {
	it('is the connection’s own where a certificate is shown', async () => {
		const { port, driver } = scripted(() => sync([]));
		await driver.listSnapshots(target, never());
		expect(port.seen[0]?.headers).not.toHaveProperty('Authorization');
	});

	it('is a token of the server’s where one was given', async () => {
		const login = { by: 'token', token: 't0ken' } as const;
		const { port, driver } = scripted(() => sync([]), { login });
		await driver.listSnapshots(target, never());
		expect(port.seen[0]?.headers.Authorization).toBe('Bearer t0ken');
	});
});

describe('a client certificate', () => {
	const other = newCertificate({ commonName: 'another', purpose: 'client' });
	const pem = { certificate: identity.certificate, key: identity.key, passphrase: '' };

	it('is known by its SHA-256 fingerprint, as the trust store lists it', () => {
		const { fingerprint: colons, certificatePem, keyPem } = other;
		const read = readIdentity({ certificate: certificatePem, key: keyPem, passphrase: '' });
		expect(read.fingerprint).toBe(colons.replaceAll(':', '').toLowerCase());
	});

	it.each<[string, (text: string) => string]>([
		['blanks', (text) => text.trim().replaceAll('\n', ' ')],
		['written line breaks', (text) => text.replaceAll('\n', '\\n')],
		['blanks around it', (text) => `\n  ${text}\n `],
	])('is read from one line with %s', (_how, flattened) => {
		const given = { certificate: flattened(pem.certificate), key: flattened(pem.key) };
		expect(readIdentity({ ...given, passphrase: '' }).fingerprint).toBe(identity.fingerprint);
	});

	it('is read with an encrypted key and its passphrase, and with no other', () => {
		const key = identity.privateKey
			.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p4ss' })
			.toString();
		const given = { certificate: pem.certificate, key };
		expect(readIdentity({ ...given, passphrase: 'p4ss' }).fingerprint).toBe(identity.fingerprint);
		for (const passphrase of ['', 'wrong']) {
			const error = thrownBy(() => readIdentity({ ...given, passphrase }));
			expect(error).toMatchObject({ code: 'INVALID_INPUT' });
			expect(String(error)).not.toContain('wrong');
		}
	});

	it.each<[string, object, string]>([
		['a certificate that is none', { certificate: 'hello' }, 'Client Certificate'],
		['a key that is none', { key: 'hello' }, 'Client Key'],
		['a key of another certificate', { key: other.keyPem }, 'Client Key does not belong'],
	])('refuses %s before the first request', (_what, change, said) => {
		const error = thrownBy(() => readIdentity({ ...pem, ...change }));
		expect(error).toMatchObject({ code: 'INVALID_INPUT' });
		expect(String(error)).toContain(said);
	});
});

describe('a server that does not know who asks', () => {
	const stranger = ({ path }: { readonly path: string }) =>
		path === '/1.0' ? UNTRUSTED : refused(403, 'not authorized');

	it('is AUTH, and tells how to add the certificate, by its fingerprint', async () => {
		const { driver } = scripted(stranger);
		for (const call of [driver.describeSystem(never()), driver.listSnapshots(target, never())]) {
			const error = await failureOf(call);
			expect(error.code).toBe('AUTH');
			expect(error.advice).toContain('incus config trust add-certificate n8n.crt');
			expect(error.advice).toContain(identity.fingerprint);
		}
	});

	it.each([
		[{ by: 'signedToken', identity } as const, /clocks/],
		[{ by: 'token', token: 't0ken' } as const, /token issue/],
	])('tells what helps with another proof', async (login, advice) => {
		const { driver } = scripted(stranger, { login });
		const error = await failureOf(driver.describeSystem(never()));
		expect(error.code).toBe('AUTH');
		expect(error.advice).toMatch(advice);
		expect(error.advice).not.toContain('t0ken');
	});

	it('is asked whether it knows us only after it refused', async () => {
		const { port, driver } = scripted(({ path }) =>
			path === '/1.0' ? TRUSTED : refused(403, 'not authorized'),
		);
		const error = await failureOf(driver.listSnapshots(target, never()));
		expect(error.code).toBe('FORBIDDEN');
		expect(port.lines).toEqual(['GET /1.0/instances/web/snapshots', 'GET /1.0']);
	});
});

describe('the test of the login', () => {
	it('tells the server by name, and whether it is Incus or LXD', async () => {
		const { driver } = scripted(() => TRUSTED);
		expect(await driver.describeSystem(never())).toEqual({
			name: 'node-1',
			version: 'Incus 6.0.4',
		});
	});

	it('finds that the only project to be listed is not there', async () => {
		const script = ({ path }: { readonly path: string }) =>
			path === '/1.0' ? TRUSTED : refused(404, 'Project not found');
		const { driver } = scripted(script, { login: byCertificate, project: 'lab' });
		const error = await failureOf(driver.describeSystem(never()));
		expect(error.code).toBe('NOT_FOUND');
		expect(error.message).toContain('lab');
	});
});
