/** 128 and the signal's number, as shells have it. */
const EXIT_CODES = /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
]);

/** Remembers how to undo what was started, and undoes it in the opposite order, once. */
export class Cleanup {
	/** @type {(() => Promise<unknown>)[]} */
	#undo = [];
	/** Whether a signal asked for the end: what fails from then on fails because of it. */
	interrupted = false;

	/** @param {() => Promise<unknown>} undo */
	add(undo) {
		this.#undo.push(undo);
	}

	/** Goes on after a failure, so that nothing stays running; then throws all failures together. */
	async run() {
		const failures = [];
		while (this.#undo.length > 0) {
			try {
				await this.#undo.pop()();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
	}

	/**
	 * Cleans up and ends this process when it is asked to end. The children run in process groups of their
	 * own, so a Ctrl-C at the terminal does not reach them.
	 */
	onSignals() {
		for (const [signal, exitCode] of EXIT_CODES) {
			process.once(signal, () => {
				this.interrupted = true;
				console.error('\nStopping what was started ...');
				this.run().then(
					() => process.exit(exitCode),
					(error) => {
						console.error(error);
						process.exit(1);
					},
				);
			});
		}
	}
}
