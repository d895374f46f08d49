import { sendTo, type TestAnswer } from '../../support/simulatedHttps';
import type { VergeosSimulator } from './index';

export type TestRow = Readonly<Record<string, unknown>>;

/** A client that knows nothing: one real HTTPS request for each call. */
export class TestClient {
	constructor(
		private readonly simulator: VergeosSimulator,
		private readonly headers: Readonly<Record<string, string>> = {
			authorization: `Bearer ${simulator.credentials.apiKey}`,
		},
	) {}

	/** Another one who logs in otherwise. */
	as(headers: Readonly<Record<string, string>>): TestClient {
		return new TestClient(this.simulator, headers);
	}

	async send(method: string, path: string, body?: unknown): Promise<TestAnswer> {
		const whole = path.startsWith('/api/') || path === '/version.json' ? path : `/api/v4${path}`;
		return await sendTo(this.simulator, { method, path: whole, headers: this.headers, body });
	}

	async rows(table: string, query: Readonly<Record<string, string>> = {}): Promise<TestRow[]> {
		const { status, body } = await this.send('GET', `/${table}?${encoded(query)}`);
		if (status !== 200 || !Array.isArray(body)) throw new Error(JSON.stringify({ status, body }));
		return body as TestRow[];
	}

	async row(path: string, fields: string): Promise<TestRow> {
		const { status, body } = await this.send('GET', `/${path}?${encoded({ fields })}`);
		if (status !== 200) throw new Error(JSON.stringify({ status, body }));
		return body as TestRow;
	}

	/** Makes a row and gives its key, as the receipt has it. */
	async make(table: string, body: unknown): Promise<string> {
		const answer = await this.send('POST', `/${table}`, body);
		if (answer.status !== 201) throw new Error(JSON.stringify(answer));
		return String((answer.body as TestRow).$key);
	}

	async act(table: string, body: unknown): Promise<TestAnswer> {
		return await this.send('POST', `/${table}_actions`, body);
	}
}

export const encoded = (query: Readonly<Record<string, string>>): string =>
	new URLSearchParams(query).toString();
