import type { z } from 'zod';
import type { World } from '../model/world';
import type { Answer } from '../../../support/simulatedHttps';
import { invalid, notFound } from '../server/apiError';
import type { WholeRequest } from '../server/request';
import type { Sessions } from '../server/sessions';

/** One request below `/api`, with what it is about. */
export interface ApiRequest extends WholeRequest {
	readonly world: World;
	readonly sessions: Sessions;
}

/** A request whose path had these in place of its `{…}`. */
export interface RoutedRequest extends ApiRequest {
	readonly guid: string;
}

export type Handler = (request: RoutedRequest) => Answer;

/** Throws 400 that names what does not fit. */
export function parsedBody<Schema extends z.ZodTypeAny>(
	request: ApiRequest,
	schema: Schema,
): z.output<Schema> {
	const result = schema.safeParse(request.body());
	if (result.success) return result.data as z.output<Schema>;
	const [issue] = result.error.issues;
	throw invalid(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`);
}

export function found<T>(things: ReadonlyMap<string, T>, guid: string, what: string): T {
	const thing = things.get(guid);
	if (thing === undefined) throw notFound(what, guid);
	return thing;
}

export const OK = (body?: unknown): Answer => ({ status: 200, body });

/** What a change answers: the thing as it is now, or nothing. */
export const changed = ({ quirks }: World, body: unknown): Answer =>
	quirks.changeAnswer === 'object' ? { status: 200, body } : { status: 204 };

export const GONE: Answer = { status: 204 };
