import { abortable } from './abortable';

/** One login, made at first use and shared by all calls; renewed once for all of them when it has ended. */
export class SharedSession<Session> {
	private present: Promise<Session> | undefined;
	private readonly closing = new AbortController();

	/** A later login must be another object, so that a late refusal of the first is not held against it. */
	constructor(private readonly enter: (signal: AbortSignal) => Promise<Session>) {}

	async current(signal: AbortSignal): Promise<Session> {
		// Shared, so no single caller's signal may end it.
		this.present ??= this.begin();
		return await abortable(signal, this.present);
	}

	/** After a refusal. Many calls may meet it at once: the first of them logs in for all. */
	async renewed(expired: Session, signal: AbortSignal): Promise<Session> {
		const asked = this.present;
		const isExpired = (await this.current(signal)) === expired;
		// Another call may have begun the new one while this one looked.
		if (isExpired && this.present === asked) this.present = undefined;
		return await this.current(signal);
	}

	/** Takes the session away for good, to be logged out of; undefined when nobody is logged in. */
	async close(): Promise<Session | undefined> {
		const last = this.present;
		this.present = undefined;
		this.closing.abort(new Error('the connection was closed'));
		return await last?.catch(() => undefined); // a login that failed leaves nothing behind
	}

	private async begin(): Promise<Session> {
		try {
			return await this.enter(this.closing.signal);
		} catch (error) {
			this.present = undefined; // the next call may have better luck
			throw error;
		}
	}
}
