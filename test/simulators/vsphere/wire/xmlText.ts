const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
};

/** A carriage return would be read as a line feed, so it travels as a reference: XML 1.0, §2.11. */
export const escapeText = (text: string): string =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');

export const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');

/** What XML 1.0 allows at all, §2.2. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export const hasNoCharacter = (text: string): boolean => NO_CHARACTER.test(text);

/** Undefined: a reference that XML does not know. */
export function unescaped(text: string): string | undefined {
	let known = true;
	const plain = text.replace(/&([^;&]*);?/g, (whole, name: string) => {
		const character = whole.endsWith(';') ? characterOf(name) : undefined;
		known &&= character !== undefined;
		return character ?? '';
	});
	return known ? plain : undefined;
}

function characterOf(reference: string): string | undefined {
	const code = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(reference);
	if (code === null) return Object.hasOwn(NAMED, reference) ? NAMED[reference] : undefined;
	const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
	if (point > 0x10ffff) return undefined;
	const character = String.fromCodePoint(point);
	return hasNoCharacter(character) ? undefined : character;
}
