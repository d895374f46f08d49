/** A refusal by vProtect: the status of its answer, and what it said. */
export class VprotectFailure extends Error {
	override readonly name = 'VprotectFailure';

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
export class VprotectMisunderstanding extends Error {
	override readonly name = 'VprotectMisunderstanding';
}

/**
 * The session ended under a request that must not be sent twice unseen. There is a new session already;
 * whether the work was begun is for the sender to find out.
 */
export class SessionLost extends Error {
	override readonly name = 'SessionLost';

	constructor(readonly address: string) {
		super('the session ended while it was asked');
	}
}

export const isMissing = (error: unknown): boolean =>
	error instanceof VprotectFailure && error.status === 404;
