import type { HttpMethod, HttpPort } from '../transports/http';
import { readActionAnswer, readAnswer, readReceipt, readRows, type ActionAnswer } from './answers';
import { isMissing } from '../failures';
import type { Filter } from './filter';
import { authorizationOf, type VergeosLogin } from './login';
import type { Keyed, RowSchema } from './rows';

export interface Selection {
	/** Asked for one by one: without, a row holds hardly more than its key; unknown ones come as null. */
	readonly fields: readonly string[];
	readonly filter?: Filter;
	/** `+name` or `-created`. */
	readonly sort?: string;
}

/** What an action is done to, and how: `{ vm: '5' }`, `clone`. */
export interface Action {
	readonly on: Readonly<Record<string, unknown>>;
	readonly action: string;
	readonly params?: Readonly<Record<string, unknown>>;
}

type Body = Readonly<Record<string, unknown>>;

/** Rows of one page. A page of snapshots with their descriptions is then about half a megabyte. */
export const PAGE_ROWS = 1000;

/**
 * The tables of one VergeOS system, API version 4. One call is one request (a page for listings); none is
 * ever repeated, since a POST that is sent twice makes two.
 */
export class VergeosClient {
	private readonly headers: Readonly<Record<string, string>>;

	constructor(
		private readonly http: HttpPort,
		login: VergeosLogin,
	) {
		this.headers = { Accept: 'application/json', Authorization: authorizationOf(login) };
	}

	/** Host and port, for messages. */
	get address(): string {
		return this.http.address;
	}

	/**
	 * Streams all rows in pages, each row once: what is made meanwhile may push one onto the next page, too.
	 * That page is on its way while one is read.
	 */
	async *pages<Row extends Keyed>(
		table: string,
		schema: RowSchema<Row>,
		selection: Selection,
		signal: AbortSignal,
	): AsyncGenerator<readonly Row[]> {
		const ask = async (offset: number): Promise<Row[]> => {
			const paging = { limit: String(PAGE_ROWS), offset: String(offset) };
			const path = `${table}?${queryOf(selection, paging)}`;
			return readRows(await this.send('GET', path, undefined, signal), schema);
		};
		const seen = new Set<string>();
		let coming = ask(0);
		for (let offset = PAGE_ROWS; ; offset += PAGE_ROWS) {
			const rows = await coming;
			const isLast = rows.length < PAGE_ROWS;
			if (!isLast) {
				coming = ask(offset);
				coming.catch(() => undefined); // awaited in its turn, or not at all when the reader stops
			}
			yield rows.filter(({ $key }) => seen.size !== seen.add($key).size);
			if (isLast) return;
		}
	}

	/** The same row by row. */
	async *rows<Row extends Keyed>(
		table: string,
		schema: RowSchema<Row>,
		selection: Selection,
		signal: AbortSignal,
	): AsyncGenerator<Row> {
		for await (const page of this.pages(table, schema, selection, signal)) yield* page;
	}

	async all<Row extends Keyed>(
		table: string,
		schema: RowSchema<Row>,
		selection: Selection,
		signal: AbortSignal,
	): Promise<Row[]> {
		const found: Row[] = [];
		for await (const page of this.pages(table, schema, selection, signal)) found.push(...page);
		return found;
	}

	/** One row by its key; undefined when there is none. */
	async find<Row>(
		table: string,
		key: string,
		schema: RowSchema<Row>,
		fields: readonly string[],
		signal: AbortSignal,
	): Promise<Row | undefined> {
		const path = `${table}/${encodeURIComponent(key)}?${queryOf({ fields })}`;
		try {
			return readRows(await this.send('GET', path, undefined, signal), schema)[0];
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	/** The same for tables whose keys are texts: these are found by filter. */
	async findBy<Row>(
		table: string,
		filter: Filter,
		schema: RowSchema<Row>,
		fields: readonly string[],
		signal: AbortSignal,
	): Promise<Row | undefined> {
		const path = `${table}?${queryOf({ fields, filter })}`;
		return readRows(await this.send('GET', path, undefined, signal), schema)[0];
	}

	/** Makes a row and tells its key. */
	async post(table: string, body: Body, signal: AbortSignal): Promise<string> {
		return readReceipt(await this.send('POST', table, body, signal));
	}

	/** Columns that VergeOS does not know it drops without a word. */
	async put(table: string, key: string, body: Body, signal: AbortSignal): Promise<void> {
		await this.send('PUT', `${table}/${encodeURIComponent(key)}`, body, signal);
	}

	/** Missing is done. */
	async delete(table: string, key: string, signal: AbortSignal): Promise<void> {
		try {
			await this.send('DELETE', `${table}/${encodeURIComponent(key)}`, undefined, signal);
		} catch (error) {
			if (!isMissing(error)) throw error;
		}
	}

	/** Through the table of actions: other forms were seen to answer 200 and do nothing. */
	async act(
		table: string,
		{ on, action, params }: Action,
		signal: AbortSignal,
	): Promise<ActionAnswer> {
		const body = { ...on, action, ...(params === undefined ? {} : { params }) };
		return readActionAnswer(await this.send('POST', table, body, signal));
	}

	private async send(
		method: HttpMethod,
		path: string,
		body: Body | undefined,
		signal: AbortSignal,
	): Promise<unknown> {
		signal.throwIfAborted();
		const request = { method, path: `/api/v4/${path}` };
		const response = await this.http.send(
			body === undefined
				? { ...request, headers: this.headers }
				: { ...request, headers: { ...this.headers, ...JSON_BODY }, body: JSON.stringify(body) },
			signal,
		);
		return readAnswer(response, this.http.address);
	}
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function queryOf(
	{ fields, filter, sort }: Selection,
	more: Readonly<Record<string, string>> = {},
): string {
	const parts = { fields: fields.join(','), filter, sort, ...more };
	return Object.entries(parts)
		.filter((part): part is [string, string] => part[1] !== undefined)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
}
