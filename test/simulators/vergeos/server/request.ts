import { withHidden, type SeenRequest, type WholeRequest } from '../../../support/simulatedHttps';
import type { Body } from '../writers/input';
import { ApiError } from './apiError';

export const withoutSecrets = (seen: SeenRequest): SeenRequest => ({
	...seen,
	path: seen.path.replace(/(\/tokens\/).+/, '$1(hidden)'),
	body: withHidden(seen.body, 'password'),
});

/** Throws 400 if it is no JSON object. */
export function bodyOf({ json, text }: WholeRequest): Body {
	if (isObject(json)) return json;
	throw new ApiError(400, `Bad request: ${text.length} characters that are no JSON object`);
}

const isObject = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
