import { createHash } from 'node:crypto';
import { ApiError, type Answer } from '../../../support/simulatedHttps';
import type { Operation } from '../model/operations';
import { operationUrl, operationView } from '../api/operationView';

export function sync(metadata: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
	const body = {
		type: 'sync',
		status: 'Success',
		status_code: 200,
		operation: '',
		error_code: 0,
		error: '',
		metadata,
	};
	return { status: 200, body, headers };
}

/** Measured: an empty object, not null. */
export const EMPTY: Answer = sync({});

/** With the ETag that a change can ask for. */
export const syncWithEtag = (metadata: unknown, etagOf: readonly unknown[]): Answer =>
	sync(metadata, { etag: `"${hashOf(etagOf)}"` });

const hashOf = (parts: readonly unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Throws 412 where the client has seen another state. */
export function assertEtag(ifMatch: string | undefined, parts: readonly unknown[]): void {
	if (ifMatch === undefined || ifMatch === '') return;
	const hash = hashOf(parts);
	const wanted = ifMatch.replace(/^"|"$/g, '');
	if (wanted !== hash) {
		throw new ApiError(412, `ETag doesn't match: ${hash} vs ${wanted}`);
	}
}

export function accepted(operation: Operation): Answer {
	const url = operationUrl(operation);
	const body = {
		type: 'async',
		status: 'Operation created',
		status_code: 100,
		operation: url,
		error_code: 0,
		error: '',
		metadata: operationView(operation),
	};
	return { status: 202, body, headers: { location: url } };
}

/** Its code is the HTTP status, but for `/wait`. */
export const errorEnvelope = (message: string, code: number): unknown => ({
	type: 'error',
	status: '',
	status_code: 0,
	operation: '',
	error: message,
	error_code: code,
	metadata: null,
});
