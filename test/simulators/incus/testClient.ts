import type { Certificate } from '../../support/certificate';
import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { IncusSimulator } from './index';

export type TestObject = Readonly<Record<string, unknown>>;

export interface Envelope {
	readonly type: string;
	readonly status: string;
	readonly status_code: number;
	readonly operation: string;
	readonly error: string;
	readonly error_code: number;
	readonly metadata: unknown;
}

interface Sending {
	/** Null: shows none. Default the one that is trusted from the start. */
	readonly identity?: Certificate | null;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A client that knows nothing: one real HTTPS request for each call. */
export class TestClient {
	constructor(private readonly simulator: IncusSimulator) {}

	async send(
		method: string,
		path: string,
		body?: unknown,
		{ identity = this.simulator.identity, headers }: Sending = {},
	): Promise<TestAnswer & { readonly body: Envelope }> {
		const shown = identity === null ? {} : { identity };
		const request = { method, path: `/1.0${path}`, body, headers, ...shown };
		const answer = await sendTo(this.simulator, request);
		return { ...answer, body: answer.body as Envelope };
	}

	/** The metadata of a 200. */
	async get<T = TestObject>(path: string): Promise<T> {
		const { status, body } = await this.send('GET', path);
		if (status !== 200) throw new Error(JSON.stringify({ status, body }));
		return body.metadata as T;
	}

	async list(path: string): Promise<TestObject[]> {
		return await this.get<TestObject[]>(path);
	}

	/** The path below `/1.0` of the operation that this begins. */
	async begin(method: string, path: string, body?: unknown): Promise<string> {
		const answer = await this.send(method, path, body);
		if (answer.status !== 202) throw new Error(JSON.stringify(answer));
		return answer.body.operation.replace('/1.0', '');
	}

	/** The operation as it is after it was begun and waited for. */
	async done(method: string, path: string, body?: unknown): Promise<TestObject> {
		return await this.get(`${await this.begin(method, path, body)}/wait`);
	}

	/** The same, where it has to succeed. */
	async succeed(method: string, path: string, body?: unknown): Promise<TestObject> {
		const operation = await this.done(method, path, body);
		if (operation.status !== 'Success') throw new Error(JSON.stringify(operation));
		return operation;
	}

	/** The error of one that fails. */
	async failure(method: string, path: string, body?: unknown): Promise<unknown> {
		const operation = await this.done(method, path, body);
		if (operation.status !== 'Failure') throw new Error(JSON.stringify(operation));
		return operation.err;
	}

	async names(path: string): Promise<unknown[]> {
		const separator = path.includes('?') ? '&' : '?';
		return (await this.list(`${path}${separator}recursion=1`)).map(({ name }) => name);
	}
}
