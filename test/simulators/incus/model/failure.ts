/** Thrown by an operation's work: the operation has failed, and this is its `err`. */
export class OperationFailure extends Error {
	override readonly name = 'OperationFailure';
}
