import { inspect } from 'node:util';
import type { HttpRequest, HttpResponse } from '../../../drivers/transports/http';
import type { ClientIdentity, ServerTrust } from '../../../drivers/transports/tls';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { rejectionOf } from '../../support/thrownBy';
import { authority, httpBench, ownAuthority, pinned, type HttpBench } from './httpBench';

const GET: HttpRequest = { method: 'GET', path: '/things', headers: { Authorization: 'secret' } };
const never = () => new AbortController().signal;
const signed = newCertificate({ commonName: 'server', issuer: authority });
const selfSigned = newCertificate({ commonName: 'lonely' });

let bench: HttpBench;
const open = async (trust: ServerTrust, identity?: ClientIdentity) =>
	await openByAxios({ system: 'vergeos', baseUrl: bench.url, trust, identity });
const get = async (trust: ServerTrust, identity?: ClientIdentity): Promise<HttpResponse> =>
	await (await open(trust, identity)).send(GET, never());

afterEach(async () => await bench.close());

describe('a server whose certificate an own authority signed', () => {
	beforeEach(async () => {
		bench = await httpBench(signed);
	});

	it('is refused without that authority, before anything secret is sent', async () => {
		const error = await rejectionOf(get({ by: 'publicAuthority' }));

		expect(error).toMatchObject({
			code: 'TLS',
			message: `The certificate of ${bench.url.host} comes from nobody that is trusted here`,
			advice: expect.stringContaining('Server Check'),
		});
		expect(bench.secrets).toEqual([]);
	});

	it('is trusted with it', async () => {
		expect((await get(ownAuthority(authority))).status).toBe(200);
		expect(bench.secrets).toEqual(['secret']);
	});

	it('is refused under another name than the certificate’s', async () => {
		bench.replaceCertificate(
			newCertificate({ commonName: 'x', names: ['elsewhere.example'], issuer: authority }),
		);

		const error = await rejectionOf(get(ownAuthority(authority)));

		expect(error).toMatchObject({
			code: 'TLS',
			message: `The certificate of ${bench.url.host} was made for another name`,
		});
		expect(bench.secrets).toEqual([]);
	});

	it('is refused when its time is over', async () => {
		const validUntil = new Date(Date.now() - 1000);
		bench.replaceCertificate(newCertificate({ commonName: 'old', issuer: authority, validUntil }));

		expect(await rejectionOf(get(ownAuthority(authority)))).toMatchObject({
			code: 'TLS',
			message: `The certificate of ${bench.url.host} has expired`,
		});
	});

	it('is trusted without any look if a person says so', async () => {
		expect((await get({ by: 'nothing' })).status).toBe(200);
	});
});

describe('a server with a certificate of its own', () => {
	beforeEach(async () => {
		bench = await httpBench(selfSigned);
	});

	it('is trusted by that certificate', async () => {
		expect((await get(ownAuthority(selfSigned))).status).toBe(200);
	});

	it('is trusted by its fingerprint, under whatever name', async () => {
		const named = newCertificate({ commonName: 'x', names: ['elsewhere.example'] });
		bench.replaceCertificate(named);

		expect((await get(pinned(named))).status).toBe(200);
		expect(bench.secrets).toEqual(['secret']);
	});

	it('is refused by another fingerprint, which tells both and sends nothing secret', async () => {
		const other = newCertificate({ commonName: 'other' });

		const error = await rejectionOf(get(pinned(other)));

		expect(error).toMatchObject({ code: 'TLS' });
		expect(error).toHaveProperty('message', expect.stringContaining(selfSigned.fingerprint));
		expect(error).toHaveProperty('message', expect.stringContaining(other.fingerprint));
		expect(bench.secrets).toEqual([]);
	});

	it('is refused when another machine takes its place after the fingerprint was checked', async () => {
		const port = await open(pinned(selfSigned));
		bench.replaceCertificate(newCertificate({ commonName: 'lonely' }));

		expect(await rejectionOf(port.send(GET, never()))).toMatchObject({ code: 'TLS' });
		expect(bench.secrets).toEqual([]);
	});
});

describe('a server that wants a client certificate', () => {
	it('gets ours', async () => {
		bench = await httpBench(signed, { clientAuthority: authority });
		const { certificatePem: certificate, keyPem: key } = newCertificate({
			commonName: 'n8n',
			purpose: 'client',
			issuer: authority,
		});

		await get(ownAuthority(authority), { certificate, key });

		expect(bench.clients).toEqual(['n8n']);
	});
});

describe('an answer', () => {
	const trust = ownAuthority(selfSigned);
	beforeEach(async () => {
		bench = await httpBench(selfSigned);
	});

	it('of any status is an answer, with what its first line says, its headers and cookies', async () => {
		bench.answer = (_request, response) => {
			response.writeHead(503, 'Back soon', { 'Retry-After': '5', 'Set-Cookie': ['a=1', 'b=2'] });
			response.end('{"err":"later"}');
		};

		expect(await get(trust)).toMatchObject({
			status: 503,
			statusText: 'Back soon',
			headers: expect.objectContaining({ 'retry-after': '5' }),
			setCookies: ['a=1', 'b=2'],
			body: '{"err":"later"}',
		});
	});

	it('that leads elsewhere is not followed', async () => {
		bench.answer = (request, response) => {
			response.writeHead(request.url === '/things' ? 302 : 200, { Location: '/elsewhere' });
			response.end();
		};

		expect((await get(trust)).status).toBe(302);
		expect(bench.secrets).toHaveLength(1);
	});

	it('that breaks off is no answer', async () => {
		bench.answer = (request, response) => {
			response.writeHead(200, { 'Content-Length': '100' });
			response.write('{"half":');
			response.once('drain', () => undefined);
			request.socket.end();
		};

		expect(await rejectionOf(get(trust))).toMatchObject({
			code: 'UNREACHABLE',
			message: `The connection to ${bench.url.host} broke before the whole answer came`,
		});
	});

	it('without an end is cut off before it fills the memory', async () => {
		bench.answer = (_request, response) => {
			const chunk = Buffer.alloc(1024 * 1024, 'x');
			const pour = () => {
				while (!response.destroyed && response.write(chunk));
				response.once('drain', pour);
			};
			pour();
		};

		expect(await rejectionOf(get(trust))).toMatchObject({
			code: 'INVALID_RESPONSE',
			message: `${bench.url.host} sent more than 64 MiB in one answer`,
		});
	});

	it('that does not come is given up after the limit', async () => {
		bench.answer = () => undefined;
		const port = await open(trust);

		expect(await rejectionOf(port.send({ ...GET, answerWithinMs: 50 }, never()))).toMatchObject({
			code: 'TIMEOUT',
			retryable: true,
		});
	});

	it('is given up at once when the person cancels, with the person’s reason', async () => {
		const cancel = new AbortController();
		const reason = new Error('stop');
		bench.answer = () => cancel.abort(reason);
		const port = await open(trust);

		expect(await rejectionOf(port.send(GET, cancel.signal))).toBe(reason);
	});

	it('to a body gets exactly that body, and to none gets none', async () => {
		const seen: unknown[] = [];
		bench.answer = (request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				seen.push([request.method, text, request.headers['content-type']]);
				response.end();
			});
		};
		const port = await open(trust);
		const headers = { 'Content-Type': 'application/json' };

		await port.send({ method: 'POST', path: '/', headers, body: '{"a":"ü"}' }, never());
		await port.send({ method: 'DELETE', path: '/' }, never());

		expect(seen).toEqual([
			['POST', '{"a":"ü"}', 'application/json'],
			['DELETE', '', undefined],
		]);
	});
});

it('says that nobody listens, without the secret in the error or its cause', async () => {
	bench = await httpBench(selfSigned);
	await bench.close();

	const error = await rejectionOf(get(ownAuthority(selfSigned)));

	expect(error).toMatchObject({
		code: 'UNREACHABLE',
		message: `Nothing accepts connections at ${bench.url.host}`,
	});
	expect(inspect(error, { depth: 20 })).not.toContain('secret');
	bench = await httpBench(selfSigned);
});
