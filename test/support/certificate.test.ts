import { X509Certificate } from 'node:crypto';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { newCertificate, type Certificate } from './certificate';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(certificate: Certificate): Promise<number> {
	const { certificatePem: cert, keyPem: key } = certificate;
	const server = createServer({ cert, key }, (_request, response) => response.end('hello'));
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

async function fetchFrom(port: number, host: string, trusted?: Certificate): Promise<string> {
	return await new Promise((resolve, reject) => {
		const ca = trusted?.certificatePem;
		const options = { host, port, ca, servername: host === '127.0.0.1' ? '' : host, agent: false };
		const request = httpsRequest(options, (response) => {
			response.setEncoding('utf8').on('data', resolve);
		});
		request.on('error', reject).end();
	});
}

describe('a certificate', () => {
	it('of a server that signed it itself is trusted by those who were given it', async () => {
		const own = newCertificate({ commonName: 'vergeos' });
		const port = await serve(own);
		expect(await fetchFrom(port, '127.0.0.1', own)).toBe('hello');
		expect(await fetchFrom(port, 'localhost', own)).toBe('hello');
	});

	it('that nobody vouches for is refused', async () => {
		const port = await serve(newCertificate({ commonName: 'vergeos' }));
		await expect(fetchFrom(port, '127.0.0.1')).rejects.toThrow('self-signed');
		const other = newCertificate({ commonName: 'vergeos' });
		await expect(fetchFrom(port, '127.0.0.1', other)).rejects.toThrow();
	});

	it('of an authority is trusted through the authority alone', async () => {
		const issuer = newCertificate({ commonName: 'Test CA', purpose: 'authority' });
		const port = await serve(newCertificate({ commonName: 'host', issuer }));
		expect(await fetchFrom(port, '127.0.0.1', issuer)).toBe('hello');
		const namesake = newCertificate({ commonName: 'Test CA', purpose: 'authority' });
		await expect(fetchFrom(port, '127.0.0.1', namesake)).rejects.toThrow();
	});

	it('for another name is refused, and so is one that has expired', async () => {
		const other = newCertificate({ commonName: 'other', names: ['other.example'] });
		await expect(fetchFrom(await serve(other), '127.0.0.1', other)).rejects.toThrow('altnames');
		const expired = newCertificate({
			commonName: 'old',
			validFrom: new Date('2020-01-01T00:00:00Z'),
			validUntil: new Date('2021-01-01T00:00:00Z'),
		});
		await expect(fetchFrom(await serve(expired), '127.0.0.1', expired)).rejects.toThrow('expired');
	});

	it('says what was asked of it', () => {
		const issuer = newCertificate({ commonName: 'Test CA', purpose: 'authority' });
		const made = newCertificate({
			commonName: 'pve-01',
			names: ['pve-01.example', '10.0.0.7', 'fe80::1:2', '::1'],
			issuer,
			validUntil: new Date('2055-06-07T08:09:10Z'),
		});
		const read = new X509Certificate(made.certificatePem);
		expect(read.subject).toBe('CN=pve-01');
		expect(read.issuer).toBe('CN=Test CA');
		expect(read.ca).toBe(false);
		expect(new Date(read.validTo)).toEqual(new Date('2055-06-07T08:09:10Z'));
		expect(read.subjectAltName).toBe(
			'DNS:pve-01.example, IP Address:10.0.0.7, IP Address:FE80:0:0:0:0:0:1:2, ' +
				'IP Address:0:0:0:0:0:0:0:1',
		);
		expect(read.fingerprint256).toBe(made.fingerprint);
		expect(read.verify(issuer.publicKey)).toBe(true);
		expect(read.checkPrivateKey(made.privateKey)).toBe(true);
		expect(new X509Certificate(issuer.certificatePem).ca).toBe(true);
	});
});
