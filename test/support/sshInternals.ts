import type { Connection } from 'ssh2';

/**
 * What ssh2 1.15 keeps to itself on the server's side. OpenSSH servers announce their host keys after login
 * and prove them on request (PROTOCOL file of OpenSSH, section 2.5); ssh2.Server does neither.
 */
interface Protocol {
	readonly _kex: { readonly sessionID: Buffer };
	readonly _packetRW: {
		readonly write: {
			readonly allocStart: number;
			alloc(payloadLength: number): Buffer;
			finalize(packet: Buffer): Buffer;
		};
	};
	readonly _cipher: { encrypt(packet: Buffer): void };
	readonly _handlers: Record<string, GlobalRequestHandler | undefined>;
	requestSuccess(data: Buffer): void;
}
type GlobalRequestHandler = (
	protocol: Protocol,
	name: string,
	wantReply: boolean,
	data: unknown,
) => void;

interface Internals {
	readonly _protocol: Protocol;
	readonly _sock: { destroy(): void; setNoDelay(noDelay: boolean): void };
}

const internalsOf = (connection: Connection): Internals => connection as unknown as Internals;

const GLOBAL_REQUEST = 80;

/** Loses the TCP connection without a word. */
export const dropConnection = (connection: Connection): void =>
	internalsOf(connection)._sock.destroy();

/** Small packets back to back would each wait 40 ms for the other side's delayed acknowledgement. */
export const sendAtOnce = (connection: Connection): void =>
	internalsOf(connection)._sock.setNoDelay(true);

export const sessionIdOf = (connection: Connection): Buffer =>
	internalsOf(connection)._protocol._kex.sessionID;

/** Only between key exchanges: nothing is queued here. */
export function sendGlobalRequest(connection: Connection, name: string, data: Buffer): void {
	const protocol = internalsOf(connection)._protocol;
	const { write } = protocol._packetRW;
	const head = Buffer.alloc(1 + 4 + name.length + 1);
	head.writeUInt8(GLOBAL_REQUEST, 0);
	head.writeUInt32BE(name.length, 1);
	head.write(name, 5, 'ascii');
	const payload = Buffer.concat([head, data]);
	const start = write.allocStart;
	const packet = write.alloc(payload.length);
	packet.set(payload, start);
	protocol._cipher.encrypt(write.finalize(packet));
}

/** Answers one kind of global request; all others go their usual way. */
export function onGlobalRequest(
	connection: Connection,
	wanted: string,
	answer: (data: Buffer) => Buffer,
): void {
	const protocol = internalsOf(connection)._protocol;
	const usual = protocol._handlers.GLOBAL_REQUEST;
	protocol._handlers.GLOBAL_REQUEST = (from, name, wantReply, data) => {
		if (name === wanted && Buffer.isBuffer(data)) protocol.requestSuccess(answer(data));
		else usual?.(from, name, wantReply, data);
	};
}
