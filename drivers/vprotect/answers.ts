import { z } from 'zod';
import type { HttpResponse } from '../transports/http';
import { NO_JSON, parseJson } from '../transports/json';
import { RefusedAnswer, Misunderstanding } from '../failures';

/** The whole of a good answer; undefined when its body is empty. */
export function readAnswer({ status, body }: HttpResponse, address: string): unknown {
	const parsed = parseJson(body);
	if (status < 200 || status > 299) throw new RefusedAnswer(status, wordsOf(parsed), address);
	if (parsed !== NO_JSON) return parsed;
	throw new Misunderstanding('it is not JSON; another service may be listening there');
}

const list = z.union([
	z.array(z.unknown()),
	z.object({ members: z.array(z.unknown()) }).transform(({ members }) => members),
]);

/** Lists come bare, or as the members of an object. */
export function readList(answer: unknown): readonly unknown[] {
	const read = list.safeParse(answer ?? []);
	if (read.success) return read.data;
	throw new Misunderstanding('it is not a list');
}

const words = z.union([
	z.object({ message: z.string().min(1) }).transform(({ message }) => message),
	z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
	z.object({ error: z.string().min(1) }).transform(({ error }) => error),
]);

const LONGEST_SHOWN = 300;

function wordsOf(parsed: unknown): string {
	const read = words.safeParse(parsed);
	return read.success ? read.data.trim().slice(0, LONGEST_SHOWN) : '';
}
