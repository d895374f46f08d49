import { request as httpsRequest } from 'node:https';
import type { VergeosSimulator } from './index';

export interface TestAnswer {
	readonly status: number;
	/** Parsed if it is JSON, else the text. */
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

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
		const { address: host, port, certificatePem: ca } = this.simulator;
		const whole = path.startsWith('/api/') || path === '/version.json' ? path : `/api/v4${path}`;
		return await new Promise((resolve, reject) => {
			const options = { host, port, ca, method, path: whole, agent: false, headers: this.headers };
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

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return text;
		throw error;
	}
}
