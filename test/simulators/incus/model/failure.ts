/** Thrown by an operation's work: the operation has failed, and this is its `err`. */
export class OperationFailure extends Error {
	override readonly name = 'OperationFailure';
}

/** The message of the `OperationFailure` that the act threw, if any. */
export function failureOf(act: () => void): string | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		if (error instanceof OperationFailure) return error.message;
		throw error;
	}
}
