import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** A request as it is written down, for tests to look at. */
export interface SeenRequest {
	readonly method: string;
	/** Without host and query: `/api/v4/vms/36`. */
	readonly path: string;
	/** Decoded, as it stands in the address: `filter=machine eq 200`. */
	readonly query: string;
	/** Parsed JSON without secrets, `{}` where there is none; where it is no JSON, what the API reads in it. */
	readonly body: unknown;
}

export interface ClientCertificate {
	/** DER. */
	readonly raw: Buffer;
	/** Hexadecimal digits in lower case. */
	readonly sha256: string;
}

/** A request as it came. */
export interface WholeRequest {
	readonly method: string;
	/** Decoded, secrets and all. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** The client's. */
	readonly address: string;
	/** What the client proved to hold the key of, where the server asks for one and it has one. */
	readonly clientCertificate?: ClientCertificate;
	/** The body as it came. */
	readonly text: string;
	/** The body's JSON: `{}` where there is no body, undefined where it is no JSON. */
	readonly json: unknown;
}

export async function readRequest(request: IncomingMessage): Promise<WholeRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString('utf8');
	const { pathname, searchParams } = new URL(request.url ?? '/', 'https://loopback');
	return {
		method: request.method ?? '',
		path: decodeURIComponent(pathname),
		query: searchParams,
		headers: request.headers,
		clientCertificate: clientCertificateOf(request),
		address: (request.socket.remoteAddress ?? '').replace('::ffff:', ''),
		text,
		json: parsed(text),
	};
}

function clientCertificateOf({ socket }: IncomingMessage): ClientCertificate | undefined {
	if (!(socket instanceof TLSSocket)) return undefined;
	const raw: unknown = socket.getPeerCertificate().raw;
	if (!Buffer.isBuffer(raw)) return undefined;
	return { raw, sha256: createHash('sha256').update(raw).digest('hex') };
}

export const seenOf = ({ method, path, query, json }: WholeRequest): SeenRequest => ({
	method,
	path,
	query: [...query].map(([name, value]) => `${name}=${value}`).join('&'),
	body: json,
});

/** Undefined: no JSON. */
function parsed(text: string): unknown {
	if (text === '') return {};
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** A JSON body in which these are hidden, where it has them. */
export function withHidden(body: unknown, ...secrets: readonly string[]): unknown {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
	const hidden = secrets.filter((name) => name in body).map((name) => [name, '(hidden)']);
	return { ...body, ...(Object.fromEntries(hidden) as Record<string, string>) };
}
