/** Time, injected: nothing in the domain or the drivers reads a clock or sleeps by itself. */
export interface Clock {
	now(): Date;
	/** Resolves after the pause; rejects with the signal's reason as soon as it aborts. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
