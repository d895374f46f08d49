import { request as httpsRequest } from 'node:https';
import type { Certificate } from '../certificate';

export interface TestAnswer {
	readonly status: number;
	/** What stands behind it in the first line. */
	readonly statusMessage: string;
	/** Parsed if it is JSON, else the text. */
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface TestRequest {
	readonly method: string;
	/** From the root of the server, with its query. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Text goes out as it is, anything else as JSON. */
	readonly body?: unknown;
	/** Shown to a server that asks for one. */
	readonly identity?: Pick<Certificate, 'certificatePem' | 'keyPem'>;
}

/** Where a simulator is. */
interface Simulator {
	readonly address: string;
	readonly port: number;
	readonly certificatePem: string;
}

/** One real HTTPS request on a connection of its own, from a client that knows nothing of any API. */
export async function sendTo(
	{ address: host, port, certificatePem: ca }: Simulator,
	{ method, path, headers = {}, body, identity }: TestRequest,
): Promise<TestAnswer> {
	return await new Promise((resolve, reject) => {
		const { certificatePem: cert, keyPem: key } = identity ?? {};
		const options = { host, port, ca, cert, key, method, path, agent: false, headers };
		const request = httpsRequest(options, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (part: string) => (text += part));
			response.on('end', () => {
				const { statusCode: status = 0, statusMessage = '', headers } = response;
				resolve({ status, statusMessage, body: parsed(text), headers });
			});
		});
		request.on('error', reject);
		request.end(body === undefined ? undefined : textOf(body));
	});
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return text;
		throw error;
	}
}
