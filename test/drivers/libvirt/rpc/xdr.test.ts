import fc from 'fast-check';
import { XdrError, XdrReader, XdrWriter } from '../../../../drivers/libvirt/rpc/xdr';

describe('XDR', () => {
	it('reads back whatever it wrote', () => {
		const entries = fc.record({
			text: fc.string({ unit: 'grapheme' }),
			maybe: fc.option(fc.string(), { nil: undefined }),
			int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
			uint: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
			opaque: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
		});
		fc.assert(
			fc.property(entries, ({ text, maybe, int, uint, opaque }) => {
				const bytes = new XdrWriter()
					.string(text)
					.optionalString(maybe)
					.int(int)
					.uint(uint)
					.opaque(opaque)
					.bytes();
				const reader = new XdrReader(bytes);
				expect(bytes.length % 4).toBe(0);
				expect(reader.string()).toBe(text);
				expect(reader.optional((inner) => inner.string())).toBe(maybe);
				expect(reader.int()).toBe(int);
				expect(reader.uint()).toBe(uint);
				expect(reader.opaque(opaque.length)).toEqual(opaque);
			}),
		);
	});

	it('pads a string to four bytes, with its length before it', () => {
		expect(new XdrWriter().string('test1').bytes().toString('hex')).toBe(
			'000000057465737431000000',
		);
	});

	it('reads an unsigned hyper beyond 32 bits', () => {
		const reader = new XdrReader(Buffer.from('0000000100000002', 'hex'));
		expect(reader.unsignedHyper()).toBe(4294967298n);
	});

	it.each(['00000008aabbccdd', '00', ''])('refuses a message that ends too early: %s', (hex) => {
		expect(() => new XdrReader(Buffer.from(hex, 'hex')).string()).toThrow(XdrError);
	});

	it('refuses a list that claims more entries than the protocol allows', () => {
		const reader = new XdrReader(Buffer.from('7fffffff', 'hex'));
		expect(() => reader.array(16_384, (entry) => entry.int())).toThrow('claims 2147483647');
	});
});
