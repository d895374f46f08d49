export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element with what is in it: children that are elements already, or text that `escaped` has seen. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
	const written = Object.entries(attributes).flatMap(([key, value]) =>
		value === undefined ? [] : [` ${key}="${escaped(shown(value))}"`],
	);
	const inside = children.join('');
	return inside === ''
		? `<${name}${written.join('')}/>`
		: `<${name}${written.join('')}>${inside}</${name}>`;
}

/** Hundredths of a pixel are finer than any screen, and the same on every machine. */
const shown = (value: string | number): string =>
	typeof value === 'string' ? value : String(Math.round(value * 100) / 100);

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** XML 1.0 has no place for most control characters and for half a surrogate pair, not even escaped. */
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

export const escaped = (text: string): string =>
	text.replace(NOT_IN_XML, '\uFFFD').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

export const rect = (
	{ left, top, width, height }: Box,
	attributes: Attributes,
	...children: string[]
): string => element('rect', { x: left, y: top, width, height, ...attributes }, ...children);

export const line = (
	from: readonly [x: number, y: number],
	to: readonly [x: number, y: number],
	attributes: Attributes,
): string => element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], ...attributes });

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}
