import { XdrWriter } from './xdr';
import type { LibvirtError } from '../model/errors';

/** virnetprotocol.x: a length that counts itself, six words of header, then the payload. */
export interface Header {
	readonly program: number;
	readonly version: number;
	readonly procedure: number;
	readonly type: number;
	readonly serial: number;
	readonly status: number;
}
export interface Frame {
	readonly header: Header;
	readonly payload: Buffer;
}

export const PROGRAM = { remote: 0x20008086, qemu: 0x20008087, keepAlive: 0x6b656570 } as const;
export const TYPE = { call: 0, reply: 1, message: 2 } as const;
export const STATUS = { ok: 0, error: 1 } as const;

const HEADER_BYTES = 28;
/** VIR_NET_MESSAGE_MAX of libvirt 9. */
const FRAME_MAX = 32 * 1024 * 1024;

export class FrameError extends Error {}

/** Cuts a byte stream into frames, however the bytes arrive. */
export class FrameSplitter {
	private pending = Buffer.alloc(0);

	push(chunk: Buffer): Frame[] {
		this.pending = Buffer.concat([this.pending, chunk]);
		const frames: Frame[] = [];
		while (this.pending.length >= 4) {
			const length = this.pending.readUInt32BE();
			if (length < HEADER_BYTES || length > FRAME_MAX) {
				throw new FrameError(`packet of ${length} bytes`);
			}
			if (this.pending.length < length) break;
			frames.push(decode(this.pending.subarray(0, length)));
			this.pending = this.pending.subarray(length);
		}
		return frames;
	}
}

function decode(bytes: Buffer): Frame {
	return {
		header: {
			program: bytes.readUInt32BE(4),
			version: bytes.readUInt32BE(8),
			procedure: bytes.readInt32BE(12),
			type: bytes.readUInt32BE(16),
			serial: bytes.readUInt32BE(20),
			status: bytes.readUInt32BE(24),
		},
		payload: Buffer.from(bytes.subarray(HEADER_BYTES)),
	};
}

export function encodeFrame({ header, payload }: Frame): Buffer {
	return new XdrWriter()
		.uint(HEADER_BYTES + payload.length)
		.uint(header.program)
		.uint(header.version)
		.int(header.procedure)
		.uint(header.type)
		.uint(header.serial)
		.uint(header.status)
		.fixed(payload)
		.finish();
}

export const reply = (to: Header, payload: Buffer): Frame => ({
	header: { ...to, type: TYPE.reply, status: STATUS.ok },
	payload,
});

export const errorReply = (to: Header, error: LibvirtError): Frame => ({
	header: { ...to, type: TYPE.reply, status: STATUS.error },
	payload: encodeError(error),
});

/** virNetMessageError. Level 2 is "error"; int1 and int2 are -1 where nothing is meant. */
const encodeError = (error: LibvirtError): Buffer =>
	new XdrWriter()
		.int(error.code)
		.int(error.origin)
		.optionalString(error.message)
		.int(2)
		.uint(0)
		.optionalString(error.str1)
		.optionalString(error.str2)
		.uint(0)
		.int(-1)
		.int(-1)
		.uint(0)
		.finish();
