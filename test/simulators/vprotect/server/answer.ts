import type { ServerResponse } from 'node:http';
import type { Quirks } from '../quirks';

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
	return { status: 429, body: { message: 'Too many requests' }, headers };
}

export function errorBody(shape: Quirks['errorShape'], message: string): unknown {
	switch (shape) {
		case 'message':
			return { message };
		case 'errorMessage':
			return { error: { message } };
		case 'text':
			return message;
	}
}

function textOf(body: unknown): string {
	if (body === undefined) return '';
	return typeof body === 'string' ? body : JSON.stringify(body);
}

export function send(response: ServerResponse, answer: Answer): void {
	const text = textOf(answer.body);
	const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json';
	response.writeHead(answer.status, {
		...(text === '' ? {} : { 'content-type': type }),
		...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
		...answer.headers,
	});
	response.end(text);
}

/** Half of the JSON, with a length that fits: the connection is fine, the answer is not. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
	const text = textOf(answer.body);
	send(response, {
		status: answer.status === 204 ? 200 : answer.status,
		body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) || '{"',
		headers: { ...answer.headers, 'content-type': 'application/json' },
	});
}
