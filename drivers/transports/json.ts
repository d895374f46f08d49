/** What stands in the place of a body that is no JSON. */
export const NO_JSON = Symbol('no JSON');

/** The body of an answer; undefined when it is empty. */
export function parseJson(body: string): unknown {
	if (body.trim() === '') return undefined;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return NO_JSON;
	}
}
