import { inflateSync } from 'node:zlib';
import { pngOf } from '../../../nodes/shared/png/pngOf';

type Pixel = readonly [red: number, green: number, blue: number];

/** Reads what resvg writes: 8 bits a channel, with alpha, not interlaced. */
function decoded(png: Buffer) {
	expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1A\n');
	const width = png.readUInt32BE(16);
	const height = png.readUInt32BE(20);
	expect([...png.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
	const parts: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
		if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(data);
	}
	const rows = unfiltered(inflateSync(Buffer.concat(parts)), width * 4, height);
	const pixel = (x: number, y: number): Pixel => {
		const at = (y * width + x) * 4;
		return [rows[at] ?? 0, rows[at + 1] ?? 0, rows[at + 2] ?? 0];
	};
	return { width, height, pixel };
}

function unfiltered(data: Buffer, stride: number, height: number): Uint8Array {
	const out = new Uint8Array(stride * height);
	for (let y = 0; y < height; y++) {
		const filter = data[y * (stride + 1)];
		for (let x = 0; x < stride; x++) {
			const left = x < 4 ? 0 : (out[y * stride + x - 4] ?? 0);
			const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
			const corner = x < 4 || y === 0 ? 0 : (out[(y - 1) * stride + x - 4] ?? 0);
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
			out[y * stride + x] = ((data[y * (stride + 1) + 1 + x] ?? 0) + guess) & 0xff;
		}
	}
	return out;
}

function paeth(left: number, up: number, corner: number): number {
	const [a, b, c] = [left, up, corner].map((one) => Math.abs(left + up - corner - one));
	if (a === undefined || b === undefined || c === undefined) return 0;
	return a <= b && a <= c ? left : b <= c ? up : corner;
}

const svg = (inside: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" font-family="sans-serif" font-size="30"><rect width="60" height="40" fill="#ffffff"/>${inside}</svg>`;

/** The share of dark pixels in a part of the picture. */
async function ink(text: string): Promise<string> {
	const { width, height, pixel } = decoded(await pngOf(svg(`<text x="5" y="30">${text}</text>`)));
	let drawn = '';
	for (let y = 0; y < height; y += 2) {
		for (let x = 0; x < width; x += 2) drawn += pixel(x, y)[0] < 128 ? '#' : '.';
	}
	return drawn;
}

describe('a PNG of an SVG', () => {
	it('has twice its size, so that it is sharp, or as many times as was asked for', async () => {
		const twice = decoded(await pngOf(svg('')));
		expect([twice.width, twice.height]).toEqual([120, 80]);
		const once = decoded(await pngOf(svg(''), { scale: 1 }));
		expect([once.width, once.height]).toEqual([60, 40]);
	});

	it('has its colours in their places', async () => {
		const { pixel } = decoded(
			await pngOf(svg('<rect x="10" y="10" width="20" height="20" fill="#c94a00"/>')),
		);
		expect(pixel(5, 5)).toEqual([255, 255, 255]);
		expect(pixel(40, 40)).toEqual([0xc9, 0x4a, 0x00]);
		expect(pixel(100, 40)).toEqual([255, 255, 255]);
	});

	it('is the same each time', async () => {
		const once = await pngOf(svg('<text x="5" y="30">ab</text>'));
		expect(await pngOf(svg('<text x="5" y="30">ab</text>'))).toEqual(once);
	});

	it.each([
		['Latin', 'a', 'b'],
		['Greek', 'λ', 'π'],
		['Cyrillic', 'ж', 'ю'],
		['Hebrew', 'ש', 'מ'],
		['Arabic', 'خ', 'س'],
		['Chinese', '数', '库'],
		['Japanese', 'デ', 'タ'],
		['Korean', '데', '터'],
		['Thai', 'ก', 'ข'],
		['Devanagari', 'क', 'ख'],
	])(
		'has the letters of %s, which a box for the unknown would not tell apart',
		async (_, one, other) => {
			const [first, second] = [await ink(one), await ink(other)];
			expect(first).toContain('#');
			expect(first).not.toBe(second);
		},
	);

	it('joins Arabic letters, and writes them from right to left', async () => {
		expect(await ink('سس')).not.toBe(await ink('س\u200Cس'));
		expect(await ink('خس')).not.toBe(await ink('\u202Dخس'));
	});

	it('refuses what is no SVG', async () => {
		await expect(pngOf('no picture')).rejects.toThrow();
		await expect(pngOf(svg(''))).resolves.toBeInstanceOf(Buffer);
	});
});
