/** A small strict XML tree: libvirt's documents are elements, attributes and text, in a kept order. */
export interface Element {
	readonly name: string;
	readonly attributes: Record<string, string>;
	children: Node[];
}
export type Node = Element | string;

export class XmlSyntaxError extends Error {}

const NAMED: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	amp: '&',
	quot: '"',
	apos: "'",
};
const NAME = /[A-Za-z_:][\w:.-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const SKIPPED = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
// XML 1.0 knows no other control characters, not even as references.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

export function parseXml(source: string): Element {
	const text = source.replace(/\r\n?/g, '\n');
	if (FORBIDDEN.test(text)) throw new XmlSyntaxError('PCDATA invalid Char value');
	let at = 0;
	const match = (pattern: RegExp): RegExpExecArray | undefined => {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found !== null) at += found[0].length;
		return found ?? undefined;
	};
	const expect = (literal: string, where: string): void => {
		if (!text.startsWith(literal, at)) throw new XmlSyntaxError(`expected '${literal}' ${where}`);
		at += literal.length;
	};
	const skipMisc = (): void => {
		while (match(/\s+/y) !== undefined || match(SKIPPED) !== undefined);
	};

	const element = (): Element => {
		expect('<', 'at the start of an element');
		const name = match(NAME)?.[0];
		if (name === undefined) throw new XmlSyntaxError("Couldn't find end of Start Tag");
		const made: Element = { name, attributes: {}, children: [] };
		for (let found = match(ATTRIBUTE); found !== undefined; found = match(ATTRIBUTE)) {
			const [, key = '', double, single] = found;
			if (key in made.attributes) throw new XmlSyntaxError(`Attribute ${key} redefined`);
			// A literal line break or tab in an attribute reads as a blank (XML 1.0, 3.3.3).
			made.attributes[key] = unescape((double ?? single ?? '').replace(/[\n\t]/g, ' '));
		}
		match(/\s+/y);
		if (text.startsWith('/>', at)) {
			at += 2;
			return made;
		}
		expect('>', `in the start tag of ${name}`);
		made.children = content(name);
		return made;
	};

	const content = (name: string): Node[] => {
		const nodes: Node[] = [];
		for (;;) {
			if (at >= text.length) throw new XmlSyntaxError(`Premature end of data in tag ${name}`);
			const cdata = match(CDATA)?.[1];
			if (cdata !== undefined) nodes.push(cdata);
			else if (match(SKIPPED) !== undefined) continue;
			else if (text.startsWith('</', at)) {
				at += 2;
				expect(name, `in the end tag of ${name}`);
				match(/\s+/y);
				expect('>', `in the end tag of ${name}`);
				return tidy(nodes);
			} else if (text[at] === '<') nodes.push(element());
			else nodes.push(unescape(match(/[^<]+/y)?.[0] ?? ''));
		}
	};

	skipMisc();
	const root = element();
	skipMisc();
	if (at < text.length) throw new XmlSyntaxError('Extra content at the end of the document');
	return root;
}

/** Layout between elements is dropped; the text of a text-only element is kept to the byte. */
function tidy(nodes: readonly Node[]): Node[] {
	if (nodes.every((node) => typeof node === 'string')) {
		const text = nodes.join('');
		return text === '' ? [] : [text];
	}
	return nodes.filter((node) => typeof node !== 'string' || node.trim() !== '');
}

function unescape(text: string): string {
	return text.replace(/&([^;\s&]*);?/g, (whole: string, name: string) => {
		if (!whole.endsWith(';')) throw new XmlSyntaxError('xmlParseEntityRef: no name');
		const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
		if (numeric !== null) {
			const [, hex, decimal] = numeric;
			const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal);
			const character = String.fromCodePoint(code);
			if (FORBIDDEN.test(character))
				throw new XmlSyntaxError(`xmlParseCharRef: invalid xmlChar value ${code}`);
			return character;
		}
		const character = NAMED[name];
		if (character === undefined) throw new XmlSyntaxError(`Entity '${name}' not defined`);
		return character;
	});
}

const ESCAPES: Readonly<Record<string, string>> = {
	'<': '&lt;',
	'>': '&gt;',
	'&': '&amp;',
	'"': '&quot;',
	"'": '&apos;',
};
const escape = (text: string): string =>
	text.replace(/[<>&"']/g, (found) => ESCAPES[found] ?? found);

/** As libvirt lays it out: two blanks a level, single quotes, text elements on one line. */
export function printXml(element: Element, indent = ''): string {
	const attributes = Object.entries(element.attributes)
		.map(([key, value]) => ` ${key}='${escape(value)}'`)
		.join('');
	const open = `${indent}<${element.name}${attributes}`;
	if (element.children.length === 0) return `${open}/>\n`;
	if (element.children.every((child) => typeof child === 'string')) {
		return `${open}>${escape(element.children.join(''))}</${element.name}>\n`;
	}
	const inner = element.children
		.map((child) =>
			typeof child === 'string' ? `${indent}  ${escape(child)}\n` : printXml(child, `${indent}  `),
		)
		.join('');
	return `${open}>\n${inner}${indent}</${element.name}>\n`;
}
