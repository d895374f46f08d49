import type { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import { isMissing, Misunderstanding } from '../failures';
import { pollUntil } from '../polling';
import type { HttpMethod, HttpPort, HttpResponse } from '../transports/http';
import { isOver, readAnswer, type GoodAnswer } from './answers';
import { authorizer, type IncusLogin } from './login';
import { isTrusted, serverRow, type Server } from './server';
import { NotTrusted } from './notTrusted';

/** What is left out is not sent. */
export type Query = Readonly<Record<string, string | undefined>>;

/**
 * What is known of a change when nothing more is to be waited for. `forgotten`: the server no longer knows the
 * operation, as it removes those that ended 5 s ago; what became of it must be looked at.
 */
export type Outcome = 'done' | 'forgotten';

interface Order {
	readonly method: HttpMethod;
	/** As it stands behind the address: `/1.0/instances/web`. */
	readonly path: string;
	readonly query?: Query;
	readonly body?: object;
	readonly answerWithinMs?: number;
}

/** Held at the server; proxies give up on what says nothing for a minute. */
const WAIT_SECONDS = 30;
const WAIT_ANSWER_WITHIN_MS = (WAIT_SECONDS + 30) * 1000;

/** The REST API of one Incus or LXD. One call is one request, and one that waits for what a change began. */
export class IncusClient {
	private readonly authorization: () => string | undefined;
	private known: Server | undefined;

	constructor(
		private readonly http: HttpPort,
		private readonly login: IncusLogin,
		private readonly clock: Clock,
	) {
		this.authorization = authorizer(login, clock);
	}

	/** Host and port, for messages. */
	get address(): string {
		return this.http.address;
	}

	/** What the server says of itself, and whether it trusts us. Asked for once. */
	async server(signal: AbortSignal): Promise<Server> {
		this.known ??= await this.askServer(signal);
		if (!isTrusted(this.known)) throw new NotTrusted(this.address, this.login);
		return this.known;
	}

	async get<Schema extends z.ZodTypeAny>(
		path: string,
		query: Query,
		schema: Schema,
		signal: AbortSignal,
	): Promise<z.output<Schema>> {
		const answer = await this.ask({ method: 'GET', path, query }, signal);
		if (answer.type === 'sync') return schema.parse(answer.metadata) as z.output<Schema>;
		throw new Misunderstanding('it is an operation, where a reading was asked for');
	}

	/** The same for what may not be there. */
	async find<Schema extends z.ZodTypeAny>(
		path: string,
		query: Query,
		schema: Schema,
		signal: AbortSignal,
	): Promise<z.output<Schema> | undefined> {
		try {
			return await this.get(path, query, schema, signal);
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	/** Sent once. Some changes are made at once, most by an operation, which is waited for. */
	async change(order: Order, signal: AbortSignal): Promise<Outcome> {
		const answer = await this.ask(order, signal);
		return answer.type === 'sync' ? 'done' : await this.finished(answer.operation, signal);
	}

	/** Its answer has status 200 whatever became of the operation, and comes while it still runs, too. */
	private async finished(operation: string, signal: AbortSignal): Promise<Outcome> {
		const wait: Order = {
			method: 'GET',
			path: `/1.0/operations/${encodeURIComponent(idIn(operation))}/wait`,
			query: { timeout: String(WAIT_SECONDS) },
			answerWithinMs: WAIT_ANSWER_WITHIN_MS,
		};
		return await pollUntil<Outcome>(this.clock, signal, async () => {
			const response = await this.send(wait, signal);
			// An operation that failed since something is missing is told with status 200, too.
			if (response.status === 404) return 'forgotten';
			const answer = readAnswer(response, this.address);
			if (answer.type !== 'sync') throw new Misunderstanding('an operation led to another one');
			return isOver(answer.metadata, this.address) ? 'done' : undefined;
		});
	}

	private async ask(order: Order, signal: AbortSignal): Promise<GoodAnswer> {
		const response = await this.send(order, signal);
		// The same refusal is told to who is not known at all, and to who may not do just this.
		if (response.status === 401 || response.status === 403) {
			this.known = undefined;
			await this.server(signal);
		}
		return readAnswer(response, this.address);
	}

	private async askServer(signal: AbortSignal): Promise<Server> {
		const answer = readAnswer(
			await this.send({ method: 'GET', path: '/1.0' }, signal),
			this.address,
		);
		if (answer.type === 'sync') return serverRow.parse(answer.metadata);
		throw new Misunderstanding('it is an operation, where the server was to tell about itself');
	}

	private async send(order: Order, signal: AbortSignal): Promise<HttpResponse> {
		signal.throwIfAborted();
		const { method, path, query = {}, body, answerWithinMs } = order;
		const authorization = this.authorization();
		const headers = {
			Accept: 'application/json',
			...(authorization === undefined ? {} : { Authorization: authorization }),
		};
		const request = { method, path: `${path}${queryOf(query)}`, answerWithinMs };
		return await this.http.send(
			body === undefined
				? { ...request, headers }
				: { ...request, headers: { ...headers, ...JSON_BODY }, body: JSON.stringify(body) },
			signal,
		);
	}
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function queryOf(query: Query): string {
	const parts = Object.entries(query).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** `/1.0/operations/UUID`, perhaps with a query. */
function idIn(operation: string): string {
	const [, id] = /\/operations\/([^/?]+)/.exec(operation) ?? [];
	if (id !== undefined) return id;
	throw new Misunderstanding('it names no operation to wait for');
}
