import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element that can be edited and written back without loss. Comments and instructions are dropped. */
export interface XmlElement {
	/** With its prefix, as written. */
	readonly name: string;
	readonly attributes: Map<string, string>;
	children: XmlNode[];
}

export type XmlNode = XmlElement | string;

export class XmlSyntaxError extends Error {}

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

/**
 * Makes a reader that leaves the inside of elements at some paths (`root.child`) as raw text, for the sake
 * of speed. Document types are refused: nothing that hypervisors write has one, and entities hide in them.
 */
export function xmlReader(unread: readonly string[]): (text: string) => XmlElement {
	const parser = new XMLParser({
		preserveOrder: true,
		ignoreAttributes: false,
		attributeNamePrefix: '',
		parseTagValue: false,
		parseAttributeValue: false,
		trimValues: false,
		// Decoded below: the five entities of XML and numeric ones are the only ones there are.
		processEntities: false,
		cdataPropName: CDATA,
		ignoreDeclaration: true,
		ignorePiTags: true,
		stopNodes: [...unread],
	});
	return (text) => {
		if (text.includes('<!DOCTYPE')) throw new XmlSyntaxError('It declares a document type');
		const verdict = XMLValidator.validate(text);
		if (verdict !== true) throw new XmlSyntaxError(verdict.err.msg);
		const root = nodesFrom(parsedBy(parser, text)).find((node) => typeof node !== 'string');
		if (root === undefined) throw new XmlSyntaxError('It holds no element');
		return root;
	};
}

export const parseXml = xmlReader([]);

/** The parser has refusals of its own: of names that JavaScript would stumble over, of elements nested too deep. */
function parsedBy(parser: XMLParser, text: string): unknown {
	try {
		return parser.parse(text);
	} catch (error) {
		throw new XmlSyntaxError(error instanceof Error ? error.message : String(error));
	}
}

/** The parser's own form: `{ name: [children], ':@': attributes }`, with `#text` as a name of texts. */
function nodesFrom(parsed: unknown): XmlNode[] {
	return parsedNodes(parsed).map((node): XmlNode => {
		if (TEXT in node) return decoded(String(node[TEXT]));
		if (CDATA in node) return rawText(node[CDATA]);
		const name = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
		const attributes = parsedAttributes(node[ATTRIBUTES]);
		return {
			name,
			attributes: new Map(attributes.map(([key, value]) => [key, decodedAttribute(String(value))])),
			children: nodesFrom(node[name]),
		};
	});
}

type ParsedNode = Readonly<Record<string, unknown>>;

const isList = (value: unknown): value is readonly ParsedNode[] => Array.isArray(value);

function parsedNodes(parsed: unknown): readonly ParsedNode[] {
	if (!isList(parsed)) throw new XmlSyntaxError('An element has no list of children');
	return parsed;
}

const parsedAttributes = (parsed: unknown): ReadonlyArray<[string, unknown]> =>
	typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];

/** CDATA holds its text as a child of its own, in which nothing is escaped. */
const rawText = (parsed: unknown): string =>
	parsedNodes(parsed)
		.map((node) => String(node[TEXT]))
		.join('');

const NAMED: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	amp: '&',
	quot: '"',
	apos: "'",
};

function decoded(text: string): string {
	return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
		if (!name.startsWith('#')) return NAMED[name] ?? whole;
		const point = parseInt(name.replace(/^#x?/i, ''), /^#x/i.test(name) ? 16 : 10);
		return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
	});
}

/** Line ends and tabs count as blanks in an attribute, unless they are written as numeric entities. */
const decodedAttribute = (value: string): string => decoded(value.replace(/[\n\r\t]/g, ' '));

export function buildXml({ name, attributes, children }: XmlElement): string {
	const head = [
		name,
		...[...attributes].map(([key, value]) => `${key}="${escapedAttribute(value)}"`),
	];
	if (children.length === 0) return `<${head.join(' ')}/>`;
	const body = children.map((node) => (typeof node === 'string' ? escaped(node) : buildXml(node)));
	return `<${head.join(' ')}>${body.join('')}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
	'<': '&lt;',
	'>': '&gt;',
	'&': '&amp;',
	'"': '&quot;',
	"'": '&apos;',
};

/** What XML can't hold at all becomes U+FFFD: a control character must not cost the whole request. */
const escaped = (text: string): string =>
	text
		.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\uFFFD')
		.replace(/[<>&"']/g, (character) => ESCAPES[character] ?? character)
		.replaceAll('\r', '&#13;');

const escapedAttribute = (value: string): string =>
	escaped(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

export const xmlElement = (
	name: string,
	attributes: Readonly<Record<string, string>> = {},
	...children: readonly XmlNode[]
): XmlElement => ({
	name,
	attributes: new Map(Object.entries(attributes)),
	children: [...children],
});

export const elementsOf = (parent: XmlElement | undefined, name?: string): XmlElement[] =>
	(parent?.children ?? []).filter(
		(node): node is XmlElement =>
			typeof node !== 'string' && (name === undefined || node.name === name),
	);

/** The first element along a path of names, or none. */
export const elementAt = (
	root: XmlElement | undefined,
	...path: readonly string[]
): XmlElement | undefined =>
	path.reduce<XmlElement | undefined>((parent, name) => elementsOf(parent, name)[0], root);

/** All text directly inside, or none where the element is missing. */
export const textOf = (element: XmlElement | undefined): string | undefined =>
	element?.children.filter((node) => typeof node === 'string').join('');

export function removeElements(
	parent: XmlElement,
	unwanted: (element: XmlElement) => boolean,
): void {
	parent.children = parent.children.filter((node) => typeof node === 'string' || !unwanted(node));
}

/** Replaces the element of that name, or adds it at the end. */
export function putElement(parent: XmlElement, element: XmlElement): void {
	const at = parent.children.findIndex(
		(node) => typeof node !== 'string' && node.name === element.name,
	);
	if (at === -1) parent.children.push(element);
	else parent.children[at] = element;
}

/** All elements of one local name in one namespace below `root`, whatever their prefix. */
export function elementsInNamespace(
	root: XmlElement,
	namespace: string,
	localName: string,
	scope: ReadonlyMap<string, string> = new Map(),
): XmlElement[] {
	const inside = new Map(scope);
	for (const [key, value] of root.attributes) {
		if (key === 'xmlns' || key.startsWith('xmlns:')) inside.set(key.slice(6), value);
	}
	const colon = root.name.indexOf(':');
	const isOne =
		root.name.slice(colon + 1) === localName &&
		inside.get(root.name.slice(0, Math.max(colon, 0))) === namespace;
	const below = elementsOf(root).flatMap((element) =>
		elementsInNamespace(element, namespace, localName, inside),
	);
	return isOne ? [root, ...below] : below;
}
