/** A refusal, thrown anywhere below the router and turned into an answer by the server. */
export class ApiError extends Error {
	override readonly name = 'ApiError';

	constructor(
		readonly status: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}
}

export const notFound = (path: string): ApiError =>
	new ApiError(404, `Resource '/v4/${path}' not found`);
