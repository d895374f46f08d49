import type { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import type { HttpMethod, HttpPort, HttpResponse } from '../transports/http';
import { readAnswer } from './answers';
import type { ProxmoxLogin } from './login';
import { proofsOf, type Proof, type Proofs } from './session';

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** The REST API of one cluster, through any of its nodes. One call is one request, but for a new login. */
export class ProxmoxClient {
	private readonly proofs: Proofs;

	constructor(
		private readonly http: HttpPort,
		login: ProxmoxLogin,
		clock: Clock,
	) {
		this.proofs = proofsOf(http, login, clock);
	}

	/** Host and port, for messages. */
	get address(): string {
		return this.http.address;
	}

	async get<Schema extends z.ZodTypeAny>(
		path: string,
		schema: Schema,
		signal: AbortSignal,
		query: Parameters = {},
	): Promise<z.output<Schema>> {
		const answer = await this.send('GET', withQuery(path, query), undefined, signal);
		return schema.parse(answer) as z.output<Schema>;
	}

	async post(path: string, body: Parameters, signal: AbortSignal): Promise<unknown> {
		return await this.send('POST', path, body, signal);
	}

	async put(path: string, body: Parameters, signal: AbortSignal): Promise<unknown> {
		return await this.send('PUT', path, body, signal);
	}

	/** With a body it would be answered by 501, even with an empty one; parameters go into the query. */
	async delete(path: string, signal: AbortSignal, query: Parameters = {}): Promise<unknown> {
		return await this.send('DELETE', withQuery(path, query), undefined, signal);
	}

	async close(): Promise<void> {
		await this.proofs.close();
	}

	/** A 401 is said before a request is looked at, so it is sent again with a new login, whatever it is. */
	private async send(
		method: HttpMethod,
		path: string,
		body: Parameters | undefined,
		signal: AbortSignal,
	): Promise<unknown> {
		signal.throwIfAborted();
		const once = async (proof: Proof): Promise<HttpResponse> => {
			const headers = { Accept: 'application/json', ...proof.headers(method) };
			const request = { method, path: `/api2/json${path}` };
			return await this.http.send(
				body === undefined
					? { ...request, headers }
					: { ...request, headers: { ...headers, ...JSON_BODY }, body: JSON.stringify(body) },
				signal,
			);
		};
		const proof = await this.proofs.current(signal);
		const response = await once(proof);
		if (response.status !== 401) return readAnswer(response, this.address);
		const renewed = await this.proofs.renewed(proof, signal);
		return readAnswer(renewed === undefined ? response : await once(renewed), this.address);
	}
}

/** Exactly so: any other type of body, even with a character set behind, is answered by 506. */
const JSON_BODY = { 'Content-Type': 'application/json' };

function withQuery(path: string, query: Parameters): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
	return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
