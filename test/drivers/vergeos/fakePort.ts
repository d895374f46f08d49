import type { HttpPort, HttpRequest, HttpResponse } from '../../../drivers/transports/http';

export interface Seen {
	readonly method: string;
	/** Below `/api/v4/`, without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string>>;
}

/** A status and a body; a body that is not text goes out as JSON. */
export type Answer = readonly [status: number, body?: unknown];

export interface FakePort extends HttpPort {
	readonly seen: Seen[];
}

/** Answers by a function, and remembers what it was asked. */
export function fakePort(answer: (request: Seen) => Answer | undefined): FakePort {
	const seen: Seen[] = [];
	return {
		address: 'verge.example:443',
		seen,
		send: async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
			signal.throwIfAborted();
			const one = read(request);
			seen.push(one);
			const [status, body] = answer(one) ?? [404, { err: 'not found' }];
			const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
			return { status, statusText: '', headers: {}, setCookies: [], body: text };
		},
	};
}

function read({ method, path, headers = {}, body }: HttpRequest): Seen {
	const url = new URL(path, 'https://verge.example');
	return {
		method,
		path: url.pathname.replace(/^\/api\/v4\//, ''),
		query: Object.fromEntries(url.searchParams),
		body: body === undefined ? undefined : JSON.parse(body),
		headers,
	};
}
