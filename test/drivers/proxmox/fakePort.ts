import type { HttpPort, HttpRequest, HttpResponse } from '../../../drivers/transports/http';

export interface Seen {
	readonly method: string;
	/** Below `/api2/json`, without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** The fields of the form; undefined: there was none. */
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string>>;
}

/** A status with the body and the words behind the status; a body that is no text goes out as JSON. */
export type Answer = readonly [status: number, body?: unknown, statusText?: string];

export interface FakePort extends HttpPort {
	readonly seen: Seen[];
	/** `POST /nodes/pve1/qemu/100/snapshot`, in the order in which they came. */
	calls(): string[];
}

/** Answers by a function, and remembers what it was asked. */
export function fakePort(answer: (request: Seen) => Answer | undefined): FakePort {
	const seen: Seen[] = [];
	return {
		address: 'pve.example:8006',
		seen,
		calls: () => seen.map(({ method, path }) => `${method} ${path}`),
		send: async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
			signal.throwIfAborted();
			const one = read(request);
			seen.push(one);
			const [status, body, statusText = ''] = answer(one) ?? notImplemented(one);
			const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
			return { status, statusText, headers: {}, setCookies: [], body: text };
		},
	};
}

const notImplemented = ({ method, path }: Seen): Answer => [
	501,
	{ data: null, message: `Method '${method} ${path}' not implemented` },
];

function read({ method, path, headers = {}, body }: HttpRequest): Seen {
	const url = new URL(path, 'https://pve.example');
	return {
		method,
		path: decodeURIComponent(url.pathname).replace(/^\/api2\/json/, ''),
		query: Object.fromEntries(url.searchParams),
		body: body === undefined ? undefined : Object.fromEntries(new URLSearchParams(body)),
		headers,
	};
}
