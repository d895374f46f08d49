import { isolated } from './names';
import { element, escaped, rect, type Attributes } from './svg';
import { cutToWidth, wrapped, type FontStyle } from './textWidth';
import type { Theme } from './theme';

/** What every picture is asked for. */
export interface PictureOptions {
	readonly now: Date;
	/** IANA zone of all times in the picture. */
	readonly timeZone: string;
	/** Absent: light. */
	readonly theme?: 'light' | 'dark';
	/** In pixels. Absent: 800. */
	readonly width?: number;
	/** Absent: the picture names itself. */
	readonly title?: string;
}

export const SIDE = 16;
export const TITLE_STYLE: FontStyle = { size: 17, bold: true };
export const TEXT_STYLE: FontStyle = { size: 12 };
export const SMALL_STYLE: FontStyle = { size: 11 };
const LINE_HEIGHT = 17;
const DEFAULT_WIDTH = 800;
const NARROWEST = 480;
const WIDEST = 4000;

/** The last one is what resvg is given; the others are what people have. */
const FONTS = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

export const widthOf = ({ width = DEFAULT_WIDTH }: PictureOptions): number =>
	Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));

/** One line of text, no longer than its room. */
export const textLine = (
	text: string,
	[x, y]: readonly [x: number, y: number],
	room: number,
	style: FontStyle,
	attributes: Attributes,
): string =>
	element(
		'text',
		{
			x,
			y,
			'font-size': style.size,
			'font-weight': style.bold === true ? 700 : undefined,
			...attributes,
		},
		escaped(isolated(cutToWidth(text, room, style))),
	);

/** What a pointer shows over its parent, and what a screen reader reads. */
export const tooltip = (text: string): string => element('title', {}, escaped(text));

export interface Block {
	readonly height: number;
	readonly svg: string;
}

/** Sentences below one another from a height on, each over a few lines at most. */
export function paragraphs(
	sentences: readonly string[],
	top: number,
	width: number,
	fill: string,
): Block {
	const room = width - 2 * SIDE;
	const lines = sentences.flatMap((one) => wrapped(one, room, TEXT_STYLE, 3));
	const svg = lines.map((text, row) =>
		textLine(text, [SIDE, top + 12 + row * LINE_HEIGHT], room, TEXT_STYLE, { fill }),
	);
	return { height: lines.length * LINE_HEIGHT, svg: svg.join('') };
}

/** The title, and what the picture comes to in words. */
export function heading(
	title: string,
	sentences: readonly string[],
	width: number,
	theme: Theme,
): Block {
	const room = width - 2 * SIDE;
	const first = textLine(title, [SIDE, 34], room, TITLE_STYLE, { fill: theme.text });
	const rest = paragraphs(sentences, 42, width, theme.mutedText);
	return { height: 42 + rest.height + 8, svg: first + rest.svg };
}

/** A picture that needs nothing from anywhere: no script, no style sheet, no link, no font but those there are. */
export const page = (
	size: { readonly width: number; readonly height: number },
	described: { readonly title: string; readonly inWords: string },
	theme: Theme,
	...parts: string[]
): string =>
	element(
		'svg',
		{
			xmlns: 'http://www.w3.org/2000/svg',
			width: size.width,
			height: size.height,
			viewBox: `0 0 ${size.width} ${size.height}`,
			role: 'img',
			'font-family': FONTS,
		},
		tooltip(described.title),
		element('desc', {}, escaped(described.inWords)),
		rect({ left: 0, top: 0, ...size }, { fill: theme.background }),
		...parts,
	);
