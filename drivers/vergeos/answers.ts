import { z } from 'zod';
import type { HttpResponse } from '../transports/http';
import { NO_JSON, parseJson } from '../transports/json';
import { RefusedAnswer, Misunderstanding } from '../failures';
import type { RowSchema } from './rows';
import { key } from './schema';

/** The whole of a good answer; undefined when its body is empty. */
export function readAnswer({ status, body }: HttpResponse, address: string): unknown {
	const parsed = parseJson(body);
	if (status < 200 || status > 299) {
		const said = parsed === NO_JSON ? plainWords(body) : wordsOf(parsed);
		throw new RefusedAnswer(status, said.trim().slice(0, LONGEST_SHOWN), address);
	}
	if (parsed !== NO_JSON) return parsed;
	throw new Misunderstanding('it is not JSON; another service may be listening there');
}

/** Tables answer with rows, some with a single row that stands for itself. */
export function readRows<Row>(answer: unknown, schema: RowSchema<Row>): Row[] {
	const rows: unknown[] = Array.isArray(answer) ? answer : answer === undefined ? [] : [answer];
	return rows.map((row) => schema.parse(row));
}

const receipt = z.union([
	z.object({ $key: key }).transform(({ $key }) => $key),
	z.object({ $row: key }).transform(({ $row }) => $row),
	z
		.object({ location: z.string().regex(/\/[^/]+$/) })
		.transform(({ location }) => lastOf(location)),
]);

/** POST answers with a receipt, not with the row: the key of what was made is all that it tells. */
export function readReceipt(answer: unknown): string {
	const read = receipt.safeParse(answer);
	if (read.success) return read.data;
	throw new Misunderstanding('it names no key of what was made');
}

const action = z
	.object({ response: z.record(z.unknown()).nullish() })
	.passthrough()
	.transform(({ response, ...beside }): ActionAnswer => ({ ...beside, ...response }));

/** What an action tells of its outcome; most tell nothing. */
export type ActionAnswer = Readonly<Record<string, unknown>>;

/** Actions answer `{"response": …}`, `{}` or nothing at all. */
export function readActionAnswer(answer: unknown): ActionAnswer {
	const read = action.safeParse(answer);
	return read.success ? read.data : {};
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const words = z.union([
	z.object({ err: z.string().min(1) }).transform(({ err }) => err),
	z.object({ error: z.string().min(1) }).transform(({ error }) => error),
	z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
	z.object({ message: z.string().min(1) }).transform(({ message }) => message),
]);

const LONGEST_SHOWN = 300;

/** The reason comes in several shapes. */
function wordsOf(parsed: unknown): string {
	const read = words.safeParse(parsed);
	return read.success ? read.data : '';
}

/** Not JSON at all: words, or a page that a proxy made, which tells nobody anything. */
const plainWords = (body: string): string => (body.includes('<') ? '' : body);
