import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { ProxmoxSimulator } from './index';

export type TestObject = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, string | number>>;

/** A client that knows nothing: one real HTTPS request for each call, with the token of its owner. */
export class TestClient {
	constructor(
		private readonly simulator: ProxmoxSimulator,
		private readonly headers: Readonly<Record<string, string>> = byToken(simulator.credentials),
	) {}

	/** Fields go out as a form; of GET and DELETE in the query. */
	async send(method: string, path: string, fields?: Fields): Promise<TestAnswer> {
		const form = new URLSearchParams(
			Object.entries(fields ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
		).toString();
		const inBody = method === 'POST' || method === 'PUT';
		const headers = inBody
			? { ...this.headers, 'content-type': 'application/x-www-form-urlencoded' }
			: this.headers;
		const query = inBody || form === '' ? '' : `?${form}`;
		const body = inBody ? form : undefined;
		return await sendTo(this.simulator, {
			method,
			path: `/api2/json${path}${query}`,
			headers,
			body,
		});
	}

	/** The `data` of a 200. */
	async data(method: string, path: string, fields?: Fields): Promise<unknown> {
		const answer = await this.send(method, path, fields);
		if (answer.status !== 200) throw new Error(JSON.stringify(answer));
		return (answer.body as { readonly data: unknown }).data;
	}

	async get(path: string, fields?: Fields): Promise<TestObject> {
		return (await this.data('GET', path, fields)) as TestObject;
	}

	async list(path: string, fields?: Fields): Promise<TestObject[]> {
		return (await this.data('GET', path, fields)) as TestObject[];
	}

	/** Orders a task and tells how it stands: `OK`, why it failed, or `running`. */
	async task(method: string, path: string, fields?: Fields): Promise<string> {
		return await this.outcome(String(await this.data(method, path, fields)));
	}

	async outcome(upid: string): Promise<string> {
		const { status, exitstatus } = await this.get(`${taskPath(upid)}/status`);
		return status === 'running' ? 'running' : String(exitstatus);
	}

	/** The lines of a task's log. */
	async log(upid: string): Promise<unknown[]> {
		return (await this.list(`${taskPath(upid)}/log`)).map(({ t }) => t);
	}

	async snapshots(path: string): Promise<TestObject[]> {
		const listed = await this.list(`${path}/snapshot`);
		const byName = (a: TestObject, b: TestObject): number =>
			String(a.name).localeCompare(String(b.name));
		return listed.filter(({ name }) => name !== 'current').sort(byName);
	}
}

export const byToken = (token: {
	readonly tokenId: string;
	readonly tokenSecret: string;
}): Record<string, string> => ({
	authorization: `PVEAPIToken=${token.tokenId}=${token.tokenSecret}`,
});

export const taskPath = (upid: string): string =>
	`/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}`;
