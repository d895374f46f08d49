/** In parts of the font's size, by the widths of DejaVu Sans, which is wider than what people usually see. */
const WIDTHS: readonly (readonly [characters: RegExp, width: number])[] = [
	[/^[\p{Mn}\p{Me}\p{Cf}]$/u, 0],
	[/^[ijlI.,:;|!'’ ]$/, 0.37],
	[/^[ftr()[\]{}/\\\-"·]$/, 0.47],
	[/^[mwMW@%…—©]$/, 1.02],
	[/^[a-z0-9]$/, 0.64],
	[/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}]$/u, 0.84],
];
/** Of Chinese, of small pictures, and of what we know nothing about. */
const WIDE = 1.05;
const WIDEST_SIGN = 1.4;
const BOLD = 1.14;

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader takes for one character. */
export const graphemes = (text: string): string[] =>
	Array.from(segments.segment(text), ({ segment }) => segment);

function graphemeWidth(grapheme: string): number {
	if (/\p{Extended_Pictographic}/u.test(grapheme)) return WIDEST_SIGN;
	const points = Array.from(grapheme);
	return points.reduce((sum, point) => sum + pointWidth(point), 0);
}

const pointWidth = (point: string): number =>
	WIDTHS.find(([characters]) => characters.test(point))?.[1] ?? WIDE;

export interface FontStyle {
	readonly size: number;
	readonly bold?: boolean;
}

/** At least what a text takes, in pixels. */
export const textWidth = (text: string, { size, bold = false }: FontStyle): number =>
	graphemes(text).reduce((sum, one) => sum + graphemeWidth(one), 0) * size * (bold ? BOLD : 1);

const ELLIPSIS = '…';

/** As much of a text as there is room for; what is cut off is cut between characters, and shown to be. */
export function cutToWidth(text: string, room: number, style: FontStyle): string {
	const signs = graphemes(text.slice(0, longestWithin(room, style)));
	const whole = signs.join('').length === text.length;
	if (whole && textWidth(text, style) <= room) return text;
	let used = textWidth(ELLIPSIS, style);
	let cut = '';
	for (const sign of signs) {
		used += textWidth(sign, style);
		if (used > room) break;
		cut += sign;
	}
	return `${cut.trimEnd()}${ELLIPSIS}`;
}

/** Nobody measures a name of a megabyte: a character of many marks takes no more than so many units. */
const MOST_UNITS_PER_SIGN = 64;
const longestWithin = (room: number, { size }: FontStyle): number =>
	Math.ceil((room / size / 0.37) * MOST_UNITS_PER_SIGN);

/** Lines of at most so many words as there is room for; the last of the lines is cut where they don't suffice. */
export function wrapped(text: string, room: number, style: FontStyle, most: number): string[] {
	const words = text.split(' ').filter((word) => word !== '');
	const lines: string[] = [];
	while (words.length > 0) {
		if (lines.length === most - 1) return [...lines, cutToWidth(words.join(' '), room, style)];
		let row = words.shift() ?? '';
		while (words[0] !== undefined && textWidth(`${row} ${words[0]}`, style) <= room) {
			row = `${row} ${words.shift()}`;
		}
		lines.push(cutToWidth(row, room, style));
	}
	return lines;
}
