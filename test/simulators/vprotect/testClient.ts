import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { VprotectSimulator } from './index';

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
		const headers = { cookie: this.cookie };
		return await sendTo(this.simulator, { method, path: `/api${path}`, headers, body });
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
