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
