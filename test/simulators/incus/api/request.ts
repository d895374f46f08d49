import { z } from 'zod';
import { ApiError, type Answer, type WholeRequest } from '../../../support/simulatedHttps';
import { projectNamed } from '../model/lookup';
import { parsedInstant } from '../model/time';
import type { World } from '../model/world';
import { assertMayEnter, mayEnter } from '../server/access';
import type { Trusted, TrustStore } from '../server/trustStore';

/** One request, with who asks and what it is about. */
export interface ApiRequest {
	readonly world: World;
	readonly trustStore: TrustStore;
	readonly caller: Trusted;
	readonly whole: WholeRequest;
	/** What stood in place of the `{…}` of its path. */
	readonly parts: Readonly<Record<string, string>>;
	/** Aborts when nobody waits for the answer any more. */
	readonly left: AbortSignal;
}

export type Handler = (request: ApiRequest) => Answer | Promise<Answer>;

/** `GET /instances/{name}` → what does it. */
export type Routes = Readonly<Record<string, Handler>>;

export const badRequest = (text: string): ApiError => new ApiError(400, text);

/** What the API calls an internal error, and often is the client's mistake. */
export const internalError = (text: string): ApiError => new ApiError(500, text);

export function part({ parts }: ApiRequest, name: string): string {
	const value = parts[name];
	if (value === undefined) throw new Error(`The path has no {${name}}`);
	return value;
}

/** The one project that a request is about, whether or not it is there. Throws 403. */
export function projectOf(request: ApiRequest): string {
	const name = request.whole.query.get('project') ?? 'default';
	assertMayEnter(request.caller, name);
	return name;
}

/** Throws 403 or 404. */
export function allowedProject({ world, caller }: ApiRequest, name: string): string {
	assertMayEnter(caller, name);
	return projectNamed(world, name).name;
}

/** The same, and 404 where there is none. */
export const existingProject = (request: ApiRequest): string =>
	allowedProject(request, projectOf(request));

/** Those that a list is about: one, or with `all-projects` all that the caller may see. */
export function projectsOf(request: ApiRequest): readonly string[] {
	const { world, caller, whole } = request;
	if (whole.query.get('all-projects') !== 'true') return [projectOf(request)];
	if (whole.query.has('project')) {
		throw badRequest('Cannot specify a project when requesting all projects');
	}
	return [...world.projects.keys()].filter((name) => mayEnter(caller, name));
}

export const recursionOf = ({ whole }: ApiRequest): number => {
	const recursion = Number(whole.query.get('recursion') ?? '0');
	return Number.isInteger(recursion) ? recursion : 0;
};

/** Throws 400 that names what does not fit. Fields that the server does not know are ignored, as Go does. */
export function parsedBody<Schema extends z.ZodTypeAny>(
	{ whole }: ApiRequest,
	schema: Schema,
): z.output<Schema> {
	if (whole.json === undefined)
		throw badRequest('invalid character looking for beginning of value');
	const result = schema.safeParse(whole.json);
	if (result.success) return result.data as z.output<Schema>;
	const [issue] = result.error.issues;
	throw badRequest(`json: cannot unmarshal ${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

/** The zero time is `never`. */
export const instantIn = z.string().transform((text, context) => {
	const instant = parsedInstant(text);
	if (instant !== undefined) return instant;
	context.addIssue({ code: 'custom', message: `parsing time ${JSON.stringify(text)}` });
	return z.NEVER;
});

export const textMap = z.record(z.string());
export const devicesIn = z.record(textMap);
