import type { z } from 'zod';
import type { SharedSession } from '../sharedSession';
import type { CookieJar } from '../transports/cookies';
import type { HttpMethod, HttpPort, HttpResponse } from '../transports/http';
import { readAnswer, readList } from './answers';
import { isMissing, Misunderstanding } from '../failures';
import { SessionLost } from './sessionLost';
import type { VprotectLogin } from './login';
import { vprotectSession } from './session';

type Query = Readonly<Record<string, string>>;

/**
 * The REST API of one vProtect server. A session that ended is renewed once a call. What can be sent twice
 * is then sent again; a POST is not, since it could make two: it fails with `SessionLost`.
 */
export class VprotectClient {
	private readonly session: SharedSession<CookieJar>;

	constructor(
		private readonly http: HttpPort,
		login: VprotectLogin,
	) {
		this.session = vprotectSession(http, login);
	}

	/** Host and port, for messages. */
	get address(): string {
		return this.http.address;
	}

	/**
	 * The whole of a list. Lists come unpaged when no page is asked for; a server that counts more than it
	 * sent is asked for all of them in one page.
	 */
	async list<Schema extends z.ZodTypeAny>(
		path: string,
		schema: Schema,
		signal: AbortSignal,
		query: Query = {},
	): Promise<readonly z.output<Schema>[]> {
		const page = async (asked: Query) => {
			const response = await this.send('GET', withQuery(path, asked), undefined, signal);
			const rows = readList(readAnswer(response, this.address));
			return { rows, total: Number(response.headers['x-total-count'] ?? rows.length) };
		};
		let found = await page(query);
		if (found.rows.length < found.total) {
			found = await page({ ...query, size: String(found.total) });
		}
		if (found.rows.length < found.total) {
			const { rows, total } = found;
			throw new Misunderstanding(`it holds ${rows.length} of ${total} entries`);
		}
		return found.rows.map((row) => schema.parse(row) as z.output<Schema>);
	}

	/** One thing by its path; undefined when there is none. */
	async find<Schema extends z.ZodTypeAny>(
		path: string,
		schema: Schema,
		signal: AbortSignal,
	): Promise<z.output<Schema> | undefined> {
		try {
			const response = await this.send('GET', path, undefined, signal);
			return schema.parse(readAnswer(response, this.address)) as z.output<Schema>;
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	/** Sent once, whatever happens. */
	async post(path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
		return readAnswer(await this.send('POST', path, body, signal), this.address);
	}

	async put(path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
		return readAnswer(await this.send('PUT', path, body, signal), this.address);
	}

	/** Missing is done. */
	async delete(path: string, signal: AbortSignal): Promise<void> {
		try {
			readAnswer(await this.send('DELETE', path, undefined, signal), this.address);
		} catch (error) {
			if (!isMissing(error)) throw error;
		}
	}

	/** What has no public call can't be logged out of; vProtect ends an idle session by itself. */
	close(): void {
		void this.session.close();
	}

	private async send(
		method: HttpMethod,
		path: string,
		body: unknown,
		signal: AbortSignal,
	): Promise<HttpResponse> {
		signal.throwIfAborted();
		const once = async (cookies: CookieJar): Promise<HttpResponse> => {
			const headers = { Accept: 'application/json', Cookie: cookies.cookie() };
			const request = { method, path: `/api${path}` };
			const response = await this.http.send(
				body === undefined
					? { ...request, headers }
					: { ...request, headers: { ...headers, ...JSON_BODY }, body: JSON.stringify(body) },
				signal,
			);
			cookies.keep(response);
			return response;
		};
		const cookies = await this.session.current(signal);
		const response = await once(cookies);
		if (response.status !== 401) return response;
		const renewed = await this.session.renewed(cookies, signal);
		if (method === 'POST') throw new SessionLost(this.address);
		return await once(renewed);
	}
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function withQuery(path: string, query: Query): string {
	const pairs = Object.entries(query).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
