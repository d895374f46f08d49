import { STATUS_CODES, type ServerResponse } from 'node:http';

export interface Answer {
	readonly status: number;
	/** What stands behind the status in the first line. Default: what HTTP calls it. */
	readonly statusMessage?: string;
	/** Undefined: none. Text goes out as it is, anything else as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** How an answer's body is written as JSON. */
export type Stringify = (body: unknown) => string;

const GATEWAY_PAGE =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

export const BAD_GATEWAY: Answer = {
	status: 502,
	body: GATEWAY_PAGE,
	headers: { 'content-type': 'text/html' },
};

export function tooManyRequests(body: unknown, retryAfterSeconds: number | undefined): Answer {
	const headers: Record<string, string> =
		retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
	return { status: 429, body, headers };
}

/** A fault of the simulator itself, told as loudly as a server can. */
export const brokenSimulator = (error: unknown): Answer => ({
	status: 599,
	body: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

function textOf(body: unknown, stringify: Stringify): string {
	if (body === undefined) return '';
	return typeof body === 'string' ? body : stringify(body);
}

export function send(response: ServerResponse, answer: Answer, stringify: Stringify): void {
	const text = textOf(answer.body, stringify);
	const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json';
	response.writeHead(answer.status, answer.statusMessage ?? STATUS_CODES[answer.status] ?? '', {
		...(text === '' ? {} : { 'content-type': type }),
		// RFC 9110 §8.6: never with 204.
		...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
		...answer.headers,
	});
	response.end(text);
}

/** Half of the JSON, with a length that fits: the connection is fine, the answer is not. */
export function sendHalf(response: ServerResponse, answer: Answer, stringify: Stringify): void {
	const text = textOf(answer.body, stringify);
	const half = {
		...answer,
		status: answer.status === 204 ? 200 : answer.status,
		body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) || '{"',
		headers: { ...answer.headers, 'content-type': 'application/json' },
	};
	send(response, half, stringify);
}
