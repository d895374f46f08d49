import { withHidden, type SeenRequest, type WholeRequest } from '../../../support/simulatedHttps';
import { Die } from '../model/entities';
import { untransportable } from './pveError';

const LARGEST_BODY_BYTES = 512 * 1024;

/** Before anybody is asked for a login (AnyEvent.pm, process_header). */
export function assertNotChunked({ headers }: WholeRequest): void {
	if (headers['transfer-encoding'] === undefined) return;
	throw untransportable(501, 'chunked transfer encoding not supported');
}

/** After the login (AnyEvent.pm, authenticate_and_handle_request). */
export function assertContentFits({ method, headers, text }: WholeRequest): void {
	if (Number(headers['content-length'] ?? 0) === 0) return;
	if (method !== 'POST' && method !== 'PUT') {
		throw untransportable(501, `Unexpected content for method '${method}'`);
	}
	if (Buffer.byteLength(text) > LARGEST_BODY_BYTES)
		throw untransportable(501, 'for data too large');
}

/** Of the body, and of the query on top of it. */
export function parametersOf({ headers, text, query, json }: WholeRequest): Map<string, string> {
	const given = new Map<string, string>();
	for (const [name, value] of bodyOf(headers['content-type'], text, json)) given.set(name, value);
	for (const [name, value] of query) given.set(name, value);
	return given;
}

function bodyOf(
	contentType: string | undefined,
	text: string,
	json: unknown,
): Iterable<[string, string]> {
	if (text === '') return [];
	const type = contentType?.split(';')[0]?.trim();
	switch (type) {
		case 'application/x-www-form-urlencoded':
			return new URLSearchParams(text);
		case 'application/json':
			return jsonParameters(json);
		default:
			throw untransportable(506, `upload 'Content-Type '${type ?? ''}' not implemented`);
	}
}

function jsonParameters(json: unknown): [string, string][] {
	// The wording of Perl's own parser is inferred.
	if (typeof json !== 'object' || json === null) throw new Die('malformed JSON string');
	return Object.entries(json as Readonly<Record<string, unknown>>)
		.filter(([, value]) => value !== null)
		.map(([name, value]) => [name, valueOf(value)]);
}

function valueOf(value: unknown): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A form is told by its fields; no password and no ticket is ever written down. */
export function seenWithoutSecrets(seen: SeenRequest): SeenRequest {
	return { ...seen, body: withHidden(seen.body, 'password', 'otp', 'tfa-challenge') };
}
