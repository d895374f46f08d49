/** XDR (RFC 4506) as far as libvirt's protocol uses it: big endian, everything padded to 4 bytes. */
export class XdrError extends Error {}

/** Longest string of the protocol, REMOTE_STRING_MAX. */
const STRING_MAX = 4 * 1024 * 1024;

export class XdrReader {
	private at = 0;

	constructor(private readonly bytes: Buffer) {}

	get atEnd(): boolean {
		return this.at === this.bytes.length;
	}

	int(): number {
		return this.take(4).readInt32BE();
	}

	uint(): number {
		return this.take(4).readUInt32BE();
	}

	hyper(): bigint {
		return this.take(8).readBigUInt64BE();
	}

	fixed(length: number): Buffer {
		const value = Buffer.from(this.take(length));
		this.skipPadding(length);
		return value;
	}

	string(): string {
		const length = this.uint();
		if (length > STRING_MAX) throw new XdrError(`string of ${length} bytes`);
		return this.fixed(length).toString('utf8');
	}

	optional<T>(read: (from: XdrReader) => T): T | undefined {
		const present = this.uint();
		if (present > 1) throw new XdrError(`optional marked ${present}`);
		return present === 1 ? read(this) : undefined;
	}

	array<T>(read: (from: XdrReader) => T): T[] {
		const count = this.uint();
		if (count > this.bytes.length) throw new XdrError(`array of ${count} items`);
		return Array.from({ length: count }, () => read(this));
	}

	private take(length: number): Buffer {
		if (this.at + length > this.bytes.length) throw new XdrError('message too short');
		return this.bytes.subarray(this.at, (this.at += length));
	}

	private skipPadding(length: number): void {
		if (this.take((4 - (length % 4)) % 4).some((byte) => byte !== 0)) {
			throw new XdrError('padding is not zero');
		}
	}
}

export class XdrWriter {
	private readonly parts: Buffer[] = [];

	int(value: number): this {
		const part = Buffer.alloc(4);
		part.writeInt32BE(value);
		return this.add(part);
	}

	uint(value: number): this {
		const part = Buffer.alloc(4);
		part.writeUInt32BE(value);
		return this.add(part);
	}

	hyper(value: bigint): this {
		const part = Buffer.alloc(8);
		part.writeBigUInt64BE(value);
		return this.add(part);
	}

	fixed(value: Buffer): this {
		return this.add(value).add(Buffer.alloc((4 - (value.length % 4)) % 4));
	}

	string(value: string): this {
		const bytes = Buffer.from(value, 'utf8');
		return this.uint(bytes.length).fixed(bytes);
	}

	optionalString(value: string | undefined): this {
		return value === undefined ? this.uint(0) : this.uint(1).string(value);
	}

	finish(): Buffer {
		return Buffer.concat(this.parts);
	}

	private add(part: Buffer): this {
		this.parts.push(part);
		return this;
	}
}
