/** A refusal in Proxmox's own shape. */
export class PveError extends Error {
	override readonly name = 'PveError';

	constructor(
		readonly status: number,
		/** Its first line goes into the status line. */
		message: string,
		/** By parameter; only where parameters are at fault. */
		readonly errors?: Readonly<Record<string, string>>,
		/** Told by the HTTP server itself: without a body. */
		readonly bare = false,
	) {
		super(message);
	}
}

export const unfitParameters = (errors: Readonly<Record<string, string>>): PveError =>
	new PveError(400, 'Parameter verification failed.\n', errors);

export const denied = (what: string): PveError =>
	new PveError(403, `Permission check failed (${what})\n`);

export const unauthorized = (reason: string): PveError => new PveError(401, reason);

export const notImplemented = (method: string, path: string): PveError =>
	new PveError(501, `Method '${method} ${path}' not implemented`);

/** Of the HTTP server, before the API is asked, or when another node can't be. */
export const untransportable = (status: number, reason: string): PveError =>
	new PveError(status, reason, undefined, true);
