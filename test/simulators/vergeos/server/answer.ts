import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
	readonly status: number;
	/** Undefined: none. Text goes out as it is, anything else as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

const GATEWAY_PAGE =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

export const BAD_GATEWAY: Answer = {
	status: 502,
	body: GATEWAY_PAGE,
	headers: { 'content-type': 'text/html' },
};

export function tooManyRequests(retryAfterSeconds: number | undefined): Answer {
	const headers: Record<string, string> =
		retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
	return { status: 429, body: { err: 'Too many requests' }, headers };
}

/** `X-JSON-Non-Compact: 1` asks for JSON that people can read. */
function textOf(body: unknown, request: IncomingMessage): string {
	if (body === undefined) return '';
	if (typeof body === 'string') return body;
	return JSON.stringify(body, null, request.headers['x-json-non-compact'] === '1' ? 2 : undefined);
}

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
	const text = textOf(answer.body, request);
	const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json';
	response.writeHead(answer.status, {
		...(text === '' ? {} : { 'content-type': type }),
		'content-length': Buffer.byteLength(text),
		...answer.headers,
	});
	response.end(text);
}

/** Half of the JSON, with a length that fits: the connection is fine, the answer is not. */
export function sendHalf(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
	const text = textOf(answer.body, request);
	send(request, response, {
		status: answer.status,
		body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) || '{"',
		headers: { 'content-type': 'application/json', ...answer.headers },
	});
}
