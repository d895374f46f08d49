import type { IncomingMessage } from 'node:http';
import { invalid } from './apiError';
import type { SeenRequest } from './faults';

export interface WholeRequest {
	readonly seen: SeenRequest;
	readonly query: URLSearchParams;
	readonly cookies: ReadonlyMap<string, string>;
	/** Throws 400 if it is no JSON. */
	body(): unknown;
}

export async function readRequest(request: IncomingMessage): Promise<WholeRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString('utf8');
	const { pathname, searchParams } = new URL(request.url ?? '/', 'https://loopback');
	const path = decodeURIComponent(pathname);
	const parsed = parse(text);
	const seen: SeenRequest = {
		method: request.method ?? '',
		path,
		query: [...searchParams].map(([name, value]) => `${name}=${value}`).join('&'),
		body: withoutSecrets(path, parsed),
	};
	const body = (): unknown => {
		if (parsed !== undefined) return parsed;
		throw invalid(`Bad request: ${text.length} characters that are no JSON`);
	};
	return { seen, query: searchParams, cookies: cookiesOf(request.headers.cookie ?? ''), body };
}

/** Undefined: no JSON. */
function parse(text: string): unknown {
	if (text === '') return {};
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function withoutSecrets(path: string, body: unknown): unknown {
	if (typeof body !== 'object' || body === null) return body;
	const secret = path.endsWith('/ssh-password') ? 'value' : 'password';
	return secret in body ? { ...body, [secret]: '(hidden)' } : body;
}

function cookiesOf(header: string): Map<string, string> {
	const pairs = header.split(';').map((pair) => pair.trim().split('='));
	return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
