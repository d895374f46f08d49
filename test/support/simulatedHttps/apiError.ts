/** A refusal, thrown anywhere below the simulator's API and turned into an answer by the server. */
export class ApiError extends Error {
	override readonly name = 'ApiError';

	constructor(
		readonly status: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
		/** For systems that say it in the first line of the answer. */
		readonly statusMessage?: string,
	) {
		super(message);
	}
}
