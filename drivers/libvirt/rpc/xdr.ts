/** XDR (RFC 4506) as far as libvirt's protocol uses it: big endian, everything padded to 4 bytes. */
export class XdrWriter {
	private readonly parts: Buffer[] = [];

	int(value: number): this {
		const part = Buffer.alloc(4);
		part.writeInt32BE(value);
		this.parts.push(part);
		return this;
	}

	uint(value: number): this {
		const part = Buffer.alloc(4);
		part.writeUInt32BE(value);
		this.parts.push(part);
		return this;
	}

	/** Bytes of a length that both sides know. */
	opaque(bytes: Buffer): this {
		this.parts.push(bytes, Buffer.alloc(padding(bytes.length)));
		return this;
	}

	string(text: string): this {
		const bytes = Buffer.from(text, 'utf8');
		return this.uint(bytes.length).opaque(bytes);
	}

	optionalString(text: string | undefined): this {
		return text === undefined ? this.uint(0) : this.uint(1).string(text);
	}

	bytes(): Buffer {
		return Buffer.concat(this.parts);
	}
}

export class XdrError extends Error {}

export class XdrReader {
	private at = 0;

	constructor(private readonly buffer: Buffer) {}

	int(): number {
		return this.take(4).readInt32BE();
	}

	uint(): number {
		return this.take(4).readUInt32BE();
	}

	unsignedHyper(): bigint {
		return this.take(8).readBigUInt64BE();
	}

	opaque(length: number): Buffer {
		const bytes = this.take(length);
		this.take(padding(length));
		return bytes;
	}

	string(): string {
		return this.opaque(this.uint()).toString('utf8');
	}

	optional<T>(read: (reader: XdrReader) => T): T | undefined {
		return this.uint() === 0 ? undefined : read(this);
	}

	/** `limit` is the protocol's own for this list: a larger count can only be garbage. */
	array<T>(limit: number, read: (reader: XdrReader) => T): T[] {
		const count = this.uint();
		if (count > limit) throw new XdrError(`A list claims ${count} entries`);
		return Array.from({ length: count }, () => read(this));
	}

	private take(length: number): Buffer {
		const end = this.at + length;
		if (end > this.buffer.length) throw new XdrError('The message ends too early');
		const bytes = this.buffer.subarray(this.at, end);
		this.at = end;
		return bytes;
	}
}

const padding = (length: number): number => (4 - (length % 4)) % 4;
