import { request as httpsRequest } from 'node:https';
import type { VprotectSimulator } from './index';

export interface TestAnswer {
	readonly status: number;
	/** Parsed if it is JSON, else the text. */
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type TestObject = Readonly<Record<string, unknown>>;

/** A client that knows nothing: one real HTTPS request for each call, with the cookie of its login. */
export class TestClient {
	private cookie = '';

	constructor(private readonly simulator: VprotectSimulator) {}

	async logIn(
		login: string = this.simulator.credentials.username,
		password: string = this.simulator.credentials.password,
	): Promise<TestAnswer> {
		const answer = await this.send('POST', '/session/login', { login, password });
		const [cookie = ''] = answer.headers['set-cookie'] ?? [];
		this.cookie = cookie.split(';')[0] ?? '';
		return answer;
	}

	async send(method: string, path: string, body?: unknown): Promise<TestAnswer> {
		const { address: host, port, certificatePem: ca } = this.simulator;
		const headers = { cookie: this.cookie };
		return await new Promise((resolve, reject) => {
			const options = { host, port, ca, method, path: `/api${path}`, agent: false, headers };
			const request = httpsRequest(options, (response) => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (part: string) => (text += part));
				response.on('end', () => {
					const { statusCode: status = 0, headers } = response;
					resolve({ status, body: parsed(text), headers });
				});
			});
			request.on('error', reject);
			request.end(body === undefined ? undefined : textOf(body));
		});
	}

	async list(path: string): Promise<TestObject[]> {
		const { status, body } = await this.send('GET', path);
		if (status !== 200 || !Array.isArray(body)) throw new Error(JSON.stringify({ status, body }));
		return body as TestObject[];
	}

	async get(path: string): Promise<TestObject> {
		return await this.done('GET', path);
	}

	/** The object of a 200. */
	async done(method: string, path: string, body?: unknown): Promise<TestObject> {
		const answer = await this.send(method, path, body);
		if (answer.status !== 200) throw new Error(JSON.stringify(answer));
		return answer.body as TestObject;
	}

	/** Orders a snapshot and tells the task's guid. */
	async orderSnapshot(vm: string, rule: string, priority = 50): Promise<string> {
		const order = { priority, protectedEntities: [{ guid: vm }], rule: { guid: rule } };
		const { status, body } = await this.send('POST', '/tasks/vm-snapshot', order);
		if (status !== 200) throw new Error(JSON.stringify({ status, body }));
		return String((body as TestObject[])[0]?.guid);
	}

	async snapshots(vm: string): Promise<TestObject[]> {
		return await this.list(`/snapshots?protected-entity=${vm}`);
	}
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return text;
		throw error;
	}
}
