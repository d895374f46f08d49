import {
	withHidden,
	type SeenRequest,
	type WholeRequest as HttpsRequest,
} from '../../../support/simulatedHttps';
import { invalid } from './apiError';

export interface WholeRequest {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly cookies: ReadonlyMap<string, string>;
	/** Throws 400 if it is no JSON. */
	body(): unknown;
}

export function wholeRequestOf({
	method,
	path,
	query,
	headers,
	json,
	text,
}: HttpsRequest): WholeRequest {
	const body = (): unknown => {
		if (json !== undefined) return json;
		throw invalid(`Bad request: ${text.length} characters that are no JSON`);
	};
	return { method, path, query, cookies: cookiesOf(headers.cookie ?? ''), body };
}

export const withoutSecrets = (seen: SeenRequest): SeenRequest => ({
	...seen,
	body: withHidden(seen.body, seen.path.endsWith('/ssh-password') ? 'value' : 'password'),
});

function cookiesOf(header: string): Map<string, string> {
	const pairs = header.split(';').map((pair) => pair.trim().split('='));
	return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
