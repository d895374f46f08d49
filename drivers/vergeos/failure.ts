/** A refusal by VergeOS: the status of its answer, and what it said. */
export class VergeosFailure extends Error {
	override readonly name = 'VergeosFailure';

	constructor(
		readonly status: number,
		/** Empty when the body said nothing that can be shown. */
		readonly said: string,
		readonly address: string,
	) {
		super(said === '' ? `HTTP status ${status}` : said);
	}
}

/** An answer that came whole but can't be what was asked for. */
export class VergeosMisunderstanding extends Error {
	override readonly name = 'VergeosMisunderstanding';
}

export const isMissing = (error: unknown): boolean =>
	error instanceof VergeosFailure && error.status === 404;
