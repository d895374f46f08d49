import type { HttpPort, HttpResponse } from '../../../drivers/transports/http';

export interface Seen {
	readonly method: string;
	/** Without its query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

/** Status and body; text goes out as it is. */
export type Answer = readonly [status: number, body: unknown];
export type Script = (request: Seen) => Answer;

export interface ScriptedPort extends HttpPort {
	readonly seen: readonly Seen[];
	/** `GET /1.0/instances/web` of each request. */
	readonly lines: readonly string[];
}

export const ADDRESS = 'incus.example:8443';

/** A server that answers as a test tells it. What the script does not know is the test’s mistake. */
export function scriptedPort(script: Script): ScriptedPort {
	const seen: Seen[] = [];
	return {
		address: ADDRESS,
		seen,
		get lines() {
			return seen.map(({ method, path }) => `${method} ${path}`);
		},
		send: async ({ method, path: whole, headers = {}, body }): Promise<HttpResponse> => {
			const { pathname, searchParams } = new URL(whole, `https://${ADDRESS}`);
			const request: Seen = {
				method,
				path: decodeURIComponent(pathname),
				query: Object.fromEntries(searchParams),
				headers,
				body: body === undefined ? undefined : (JSON.parse(body) as unknown),
			};
			seen.push(request);
			const [status, answer] = script(request);
			return await Promise.resolve({
				status,
				statusText: '',
				headers: {},
				setCookies: [],
				body: typeof answer === 'string' ? answer : JSON.stringify(answer),
			});
		},
	};
}

export const sync = (metadata: unknown): Answer => [
	200,
	{ type: 'sync', status: 'Success', status_code: 200, operation: '', error_code: 0, metadata },
];

export const started = (id = 'op-1'): Answer => [
	202,
	{
		type: 'async',
		status: 'Operation created',
		status_code: 100,
		operation: `/1.0/operations/${id}`,
		metadata: { id, status_code: 103 },
	},
];

export const refused = (status: number, error: string): Answer => [
	status,
	{ type: 'error', error, error_code: status, metadata: null },
];

/** An operation as `/wait` tells it; 200 is success, 400 failure, 103 running, 401 cancelled. */
export const operation = (statusCode: number, err = ''): Answer =>
	sync({
		id: 'op-1',
		class: 'task',
		description: 'Snapshotting instance',
		status_code: statusCode,
		err,
	});

/** What `/wait` says of an operation that failed: LXD and newer Incus in the operation, Incus 6.0 so. */
export const failedAsBody = (error: string, code = 500): Answer => [
	200,
	{ type: 'error', error, error_code: code, metadata: null },
];

export const TRUSTED = sync({
	auth: 'trusted',
	api_extensions: [],
	environment: { server: 'incus', server_name: 'node-1', server_version: '6.0.4' },
});

export const UNTRUSTED = sync({ auth: 'untrusted', api_extensions: [] });

export const isWait = ({ path }: Seen): boolean => /^\/1\.0\/operations\/[^/]+\/wait$/.test(path);
