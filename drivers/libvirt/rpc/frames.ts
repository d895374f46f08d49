/** A message of libvirt's RPC (virnetprotocol.x): its length, six header words, then the XDR payload. */
export interface Frame {
	readonly program: number;
	readonly version: number;
	readonly procedure: number;
	readonly type: number;
	readonly serial: number;
	readonly status: number;
	readonly payload: Buffer;
}

export const MESSAGE_TYPE = { call: 0, reply: 1, event: 2, stream: 3 } as const;
export const MESSAGE_STATUS = { ok: 0, error: 1 } as const;

const LENGTH_BYTES = 4;
const HEADER_BYTES = LENGTH_BYTES + 6 * 4;
/** VIR_NET_MESSAGE_MAX is 32 MiB in the newest versions. Anything longer is no libvirt at the other end. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024 + HEADER_BYTES;

export class FrameError extends Error {}

export function encodeFrame(frame: Frame): Buffer {
	const { program, version, procedure, type, serial, status, payload } = frame;
	const header = Buffer.alloc(HEADER_BYTES);
	const words = [HEADER_BYTES + payload.length, program, version, procedure, type, serial, status];
	words.forEach((word, at) => header.writeUInt32BE(word, at * 4));
	return Buffer.concat([header, payload]);
}

/** Cuts a byte stream into frames, wherever the chunks happen to be cut. */
export class FrameSplitter {
	private chunks: Buffer[] = [];
	private held = 0;
	private wanted = LENGTH_BYTES;

	push(chunk: Buffer): Frame[] {
		this.chunks.push(chunk);
		this.held += chunk.length;
		const frames: Frame[] = [];
		// Joined only when a whole frame is there, so a long one costs one copy and not one per chunk.
		while (this.held >= this.wanted) {
			const buffer = joined(this.chunks);
			const length = frameLength(buffer);
			const whole = buffer.length >= length;
			if (whole) frames.push(decodeFrame(buffer.subarray(0, length)));
			const rest = whole ? buffer.subarray(length) : buffer;
			this.chunks = [rest];
			this.held = rest.length;
			this.wanted = whole ? LENGTH_BYTES : length;
		}
		return frames;
	}
}

function joined(chunks: readonly Buffer[]): Buffer {
	const [only, ...more] = chunks;
	return only !== undefined && more.length === 0 ? only : Buffer.concat(chunks);
}

function frameLength(buffer: Buffer): number {
	const length = buffer.readUInt32BE(0);
	if (length >= HEADER_BYTES && length <= MAX_FRAME_BYTES) return length;
	throw new FrameError(`A message claims ${length} bytes`);
}

function decodeFrame(buffer: Buffer): Frame {
	const word = (at: number): number => buffer.readUInt32BE(at * 4);
	return {
		program: word(1),
		version: word(2),
		procedure: word(3),
		type: word(4),
		serial: word(5),
		status: word(6),
		payload: buffer.subarray(HEADER_BYTES),
	};
}
