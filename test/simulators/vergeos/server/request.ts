import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Body } from '../writers/input';
import { ApiError } from './apiError';
import type { SeenRequest } from './faults';

export interface WholeRequest {
	readonly seen: SeenRequest;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** The client's. */
	readonly address: string;
	/** Throws 400 if it is no JSON object. */
	body(): Body;
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
		path: path.replace(/(\/tokens\/).+/, '$1(hidden)'),
		query: [...searchParams].map(([name, value]) => `${name}=${value}`).join('&'),
		body: isObject(parsed) ? withoutPassword(parsed) : parsed,
	};
	return {
		seen,
		path,
		query: searchParams,
		headers: request.headers,
		address: (request.socket.remoteAddress ?? '').replace('::ffff:', ''),
		body: () => bodyOf(text, parsed),
	};
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

const isObject = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutPassword = (body: Body): Body =>
	'password' in body ? { ...body, password: '(hidden)' } : body;

function bodyOf(text: string, parsed: unknown): Body {
	if (isObject(parsed)) return parsed;
	throw new ApiError(400, `Bad request: ${text.length} characters that are no JSON object`);
}
