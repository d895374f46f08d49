import { XdrReader } from './xdr';

/** An error as libvirt answered it, still in its own numbers. */
export class LibvirtFailure extends Error {
	constructor(
		readonly code: number,
		message: string,
	) {
		super(message);
	}
}

/** The stream ended, or something other than libvirt's protocol came out of it. */
export class ConnectionFailure extends Error {
	constructor(
		readonly kind: 'closed' | 'garbage',
		message: string,
		cause?: unknown,
	) {
		super(message, { cause });
	}
}

/** `remote_error` of remote_protocol.x; what follows the message is of no use here. */
export function decodeFailure(payload: Buffer): LibvirtFailure {
	const reader = new XdrReader(payload);
	const code = reader.int();
	reader.int(); // the domain: which part of libvirt raised it
	const message = reader.optional((inner) => inner.string());
	return new LibvirtFailure(code, message ?? `libvirt error ${code}`);
}
