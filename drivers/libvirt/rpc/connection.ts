import { abortable } from '../../abortable';
import type { ByteStream } from '../../transports/ssh';
import { ConnectionFailure, decodeFailure } from './failure';
import { encodeFrame, FrameSplitter, MESSAGE_STATUS, MESSAGE_TYPE, type Frame } from './frames';
import { XdrReader, type XdrWriter } from './xdr';

const REMOTE_PROGRAM = 0x20008086;
const REMOTE_VERSION = 1;

interface Waiting {
	readonly resolve: (payload: Buffer) => void;
	readonly reject: (failure: Error) => void;
}

/**
 * Calls over one stream, as many at a time as wanted: libvirt works on a few at once, leaves the others in
 * the socket, and answers in any order; serials say which is which. Keep-alive is not negotiated.
 */
export class RpcConnection {
	private readonly splitter = new FrameSplitter();
	private readonly waiting = new Map<number, Waiting>();
	private lastSerial = 0;
	private failure: ConnectionFailure | undefined;

	constructor(private readonly stream: ByteStream) {
		stream.on('data', (chunk: Buffer) => this.receive(chunk));
		stream.on('error', (cause: Error) => this.fail('closed', cause.message, cause));
		stream.once('end', () => this.fail('closed', 'libvirt ended the connection'));
		stream.once('close', () => this.fail('closed', 'The connection was closed'));
		if (!stream.readable) this.fail('closed', 'The connection was closed');
	}

	get isOpen(): boolean {
		return this.failure === undefined;
	}

	/** Rejects with a `LibvirtFailure`, a `ConnectionFailure`, or the signal's reason. */
	async call<T>(
		procedure: number,
		request: XdrWriter,
		read: (reply: XdrReader) => T,
		signal: AbortSignal,
	): Promise<T> {
		signal.throwIfAborted();
		if (this.failure !== undefined) throw this.failure;
		const payload = await abortable(signal, this.send(procedure, request.bytes()));
		try {
			return read(new XdrReader(payload));
		} catch (cause) {
			throw new ConnectionFailure('garbage', `The answer to call ${procedure} is cut short`, cause);
		}
	}

	close(): void {
		this.fail('closed', 'The connection was closed');
	}

	private async send(procedure: number, payload: Buffer): Promise<Buffer> {
		const serial = ++this.lastSerial;
		const answer = new Promise<Buffer>((resolve, reject) => {
			this.waiting.set(serial, { resolve, reject });
		});
		this.stream.write(
			encodeFrame({
				program: REMOTE_PROGRAM,
				version: REMOTE_VERSION,
				procedure,
				type: MESSAGE_TYPE.call,
				serial,
				status: MESSAGE_STATUS.ok,
				payload,
			}),
		);
		return await answer;
	}

	private receive(chunk: Buffer): void {
		try {
			for (const frame of this.splitter.push(chunk)) this.settle(frame);
		} catch (cause) {
			this.fail('garbage', 'Something other than libvirt answered', cause);
		}
	}

	private settle(frame: Frame): void {
		if (frame.program !== REMOTE_PROGRAM || frame.type !== MESSAGE_TYPE.reply) return; // events
		const waiting = this.waiting.get(frame.serial);
		this.waiting.delete(frame.serial);
		if (frame.status === MESSAGE_STATUS.ok) waiting?.resolve(frame.payload);
		else waiting?.reject(decodeFailure(frame.payload));
	}

	private fail(kind: ConnectionFailure['kind'], message: string, cause?: unknown): void {
		if (this.failure !== undefined) return;
		this.failure = new ConnectionFailure(kind, message, cause);
		for (const { reject } of this.waiting.values()) reject(this.failure);
		this.waiting.clear();
		this.stream.destroy();
	}
}
