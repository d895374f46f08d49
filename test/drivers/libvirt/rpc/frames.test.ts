import fc from 'fast-check';
import {
	encodeFrame,
	FrameError,
	FrameSplitter,
	type Frame,
} from '../../../../drivers/libvirt/rpc/frames';

const frames = fc.record({
	program: fc.constant(0x20008086),
	version: fc.constant(1),
	procedure: fc.integer({ min: 0, max: 500 }),
	type: fc.integer({ min: 0, max: 3 }),
	serial: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
	status: fc.integer({ min: 0, max: 2 }),
	payload: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
});

describe('frames', () => {
	it('come out whole and in order, wherever the stream is cut', () => {
		const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
		fc.assert(
			fc.property(fc.array(frames, { maxLength: 6 }), cuts, (sent, sizes) => {
				const splitter = new FrameSplitter();
				const stream = Buffer.concat(sent.map(encodeFrame));
				const received: Frame[] = [];
				for (let at = 0, turn = 0; at < stream.length; turn += 1) {
					const size = sizes[turn % sizes.length] ?? 1;
					received.push(...splitter.push(stream.subarray(at, at + size)));
					at += size;
				}
				expect(received).toEqual(sent);
			}),
		);
	});

	it('are laid out as libvirt’s protocol says', () => {
		const frame = { program: 0x20008086, version: 1, procedure: 23, type: 1, serial: 7, status: 0 };
		const bytes = encodeFrame({ ...frame, payload: Buffer.from('00000001', 'hex') });
		expect(bytes.toString('hex')).toBe(
			'00000020' +
				'20008086' +
				'00000001' +
				'00000017' +
				'00000001' +
				'00000007' +
				'00000000' +
				'00000001',
		);
	});

	it.each([0, 27, 64 * 1024 * 1024, 0x5353482d])('are refused with a length of %d', (length) => {
		const head = Buffer.alloc(4);
		head.writeUInt32BE(length);
		expect(() => new FrameSplitter().push(head)).toThrow(FrameError);
	});
});
