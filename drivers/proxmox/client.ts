import type { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import type { HttpMethod, HttpPort, HttpResponse } from '../transports/http';
import { readAnswer } from './answers';
import type { ProxmoxLogin } from './login';
import { encoded, FORM, type Parameters } from './form';
import { proofsOf, type Proof, type Proofs } from './session';

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
					: { ...request, headers: { ...headers, ...FORM }, body: encoded(body) },
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

function withQuery(path: string, query: Parameters): string {
	const text = encoded(query);
	return text === '' ? path : `${path}?${text}`;
}
