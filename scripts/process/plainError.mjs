/**
 * Something a person can mend. Its message is complete: it is shown alone, without a stack.
 * Anything else that reaches the top is a fault of these scripts and is shown with its stack.
 */
export class PlainError extends Error {
	/**
	 * @param {string} message what happened and what to do, in whole sentences
	 * @param {{ cause?: unknown }} [options]
	 */
	constructor(message, options) {
		super(message, options);
		this.name = 'PlainError';
	}
}

/** @param {unknown} error */
export function report(error) {
	if (error instanceof PlainError) console.error(`\n${error.message}`);
	else console.error(error);
}
