/** The few types of ASN.1's distinguished encoding (X.690) that a certificate is made of. */

function encoded(tag: number, ...parts: readonly Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
	if (length < 0x80) return Buffer.from([length]);
	const bytes = bigEndian(length);
	return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function bigEndian(value: number): number[] {
	const bytes: number[] = [];
	for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
	return bytes;
}

export const sequence = (...parts: readonly Buffer[]): Buffer => encoded(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => encoded(0x31, ...parts);
export const boolean = (value: boolean): Buffer => encoded(0x01, Buffer.from([value ? 0xff : 0]));
export const octetString = (bytes: Buffer): Buffer => encoded(0x04, bytes);
export const utf8String = (text: string): Buffer => encoded(0x0c, Buffer.from(text, 'utf8'));

/** Big-endian, and positive: the caller sees to it that the first bit is clear. */
export const integer = (bytes: Buffer): Buffer => encoded(0x02, bytes);

export const bitString = (bytes: Buffer, unusedBits = 0): Buffer =>
	encoded(0x03, Buffer.from([unusedBits]), bytes);

/** `[number]`: around whole elements (constructed), or instead of a type's own tag (primitive). */
export const context = (
	number: number,
	content: Buffer,
	form: 'constructed' | 'primitive' = 'constructed',
): Buffer => encoded((form === 'constructed' ? 0xa0 : 0x80) | number, content);

export function objectId(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	return encoded(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
	const bytes = [value % 128];
	for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
		bytes.unshift(0x80 | (rest % 128));
	}
	return bytes;
}

/** RFC 5280, 4.1.2.5: two digits of the year until 2049, four from 2050 on. */
export function time(instant: Date): Buffer {
	const digits = instant.toISOString().replace(/[-:T]|\.\d+/g, '');
	return instant.getUTCFullYear() < 2050
		? encoded(0x17, Buffer.from(digits.slice(2), 'latin1'))
		: encoded(0x18, Buffer.from(digits, 'latin1'));
}

export function pem(label: string, bytes: Buffer): string {
	const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
