import { inspect } from 'node:util';
import type { ServerTrust } from '../../drivers/transports/tls';
import { openN8nHttp, type HttpTransport } from '../../nodes/shared/httpTransport';
import { httpBench, ownAuthority, pinned, type HttpBench } from '../drivers/transports/httpBench';
import { newCertificate } from '../support/certificate';
import { rejectionOf } from '../support/thrownBy';
import { credentialTestHelpers, nodeHelpers } from './support/n8nHttp';

const selfSigned = newCertificate({ commonName: 'lonely' });
const GET = { method: 'GET', path: '/things', headers: { Authorization: 'secret' } } as const;
const never = () => new AbortController().signal;

describe.each<[string, () => HttpTransport]>([
	['n8n’s helper for nodes', nodeHelpers],
	['n8n’s helper for test buttons', credentialTestHelpers],
])('HTTPS through %s', (_name, helpers) => {
	let bench: HttpBench;
	beforeEach(async () => {
		bench = await httpBench(selfSigned);
	});
	afterEach(async () => await bench.close());

	const open = async (trust: ServerTrust) =>
		await openN8nHttp(helpers(), { system: 'vergeos', baseUrl: bench.url, trust }, never());

	it('takes any status for an answer', async () => {
		bench.answer = (_request, response) => {
			response.writeHead(401, { 'Content-Type': 'application/json' });
			response.end('{"err":"Login required"}');
		};

		expect(await (await open({ by: 'nothing' })).send(GET, never())).toMatchObject({
			status: 401,
			body: '{"err":"Login required"}',
		});
	});

	it('sends a body as it is', async () => {
		let seen = '';
		bench.answer = (request, response) => {
			request.on('data', (chunk: Buffer) => (seen += chunk.toString()));
			request.on('end', () => response.end());
		};
		const headers = { 'Content-Type': 'application/json' };
		const post = { method: 'POST', path: '/', headers, body: '{"a":{},"b":"ü"}' } as const;

		await (await open(ownAuthority(selfSigned))).send(post, never());

		expect(seen).toBe('{"a":{},"b":"ü"}');
	});

	it('refuses a server that nobody vouches for, before anything secret is sent', async () => {
		const port = await open({ by: 'publicAuthority' });

		const error = await rejectionOf(port.send(GET, never()));

		expect(error).toMatchObject({ code: 'TLS' });
		expect(inspect(error, { depth: 20 })).not.toContain('secret');
		expect(bench.secrets).toEqual([]);
	});

	it('trusts a server by its fingerprint, and no other', async () => {
		const port = await open(pinned(selfSigned));
		expect((await port.send(GET, never())).status).toBe(200);
		const other = newCertificate({ commonName: 'other' });

		expect(await rejectionOf(open(pinned(other)))).toMatchObject({ code: 'TLS' });
		bench.replaceCertificate(other);
		expect(await rejectionOf(port.send(GET, never()))).toMatchObject({ code: 'TLS' });
		expect(bench.secrets).toEqual(['secret']);
	});

	it('follows no redirect', async () => {
		bench.answer = (_request, response) => {
			response.writeHead(302, { Location: 'https://127.0.0.1:1/' });
			response.end();
		};

		expect((await (await open({ by: 'nothing' })).send(GET, never())).status).toBe(302);
	});

	it('is given up at once when the person cancels', async () => {
		const cancel = new AbortController();
		const reason = new Error('stop');
		bench.answer = () => cancel.abort(reason);
		const port = await open({ by: 'nothing' });

		expect(await rejectionOf(port.send(GET, cancel.signal))).toBe(reason);
	});
});
