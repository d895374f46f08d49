import type { Refusal } from '../quirks';

/** A refusal, thrown anywhere below the router and turned into an answer by the server. */
export class ApiError extends Error {
	override readonly name = 'ApiError';

	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const refusal = ({ status, text }: Refusal, name: string): ApiError =>
	new ApiError(status, text.replace('{name}', name));

export const invalid = (text: string): ApiError => new ApiError(400, text);

export const notFound = (what: string, guid: string): ApiError =>
	new ApiError(404, `${what} ${guid} not found`);
