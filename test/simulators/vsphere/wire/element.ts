import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { hasNoCharacter, unescaped } from './xmlText';

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** An element with its namespaces resolved. */
export interface Element {
	readonly name: string;
	/** Undefined: none. */
	readonly namespace: string | undefined;
	readonly children: readonly Element[];
	/** All text directly inside, as it was meant. */
	readonly text: string;
	/** Of an attribute without a prefix. */
	attribute(name: string): string | undefined;
	/** What `xsi:type` says, without its prefix; undefined: nothing. */
	readonly type: string | undefined;
}

/** Thrown for text that is no XML. */
export class NotWellFormed extends Error {
	override readonly name = 'NotWellFormed';
}

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: '',
	trimValues: false,
	parseTagValue: false,
	parseAttributeValue: false,
	processEntities: false,
	ignoreDeclaration: true,
	ignorePiTags: true,
	cdataPropName: CDATA,
});

type Raw = Readonly<Record<string, unknown>>;
type Scope = Readonly<Record<string, string>>;

/** The root element. Throws `NotWellFormed`. */
export function parseXml(text: string): Element {
	const verdict = XMLValidator.validate(text);
	if (verdict !== true) throw new NotWellFormed(verdict.err.msg);
	if (hasNoCharacter(text)) throw new NotWellFormed('not well-formed (invalid token)');
	// A server that expands entities of others can be made to read files and to fill its memory.
	if (text.includes('<!DOCTYPE')) throw new NotWellFormed('a document type is not allowed');
	const roots = (parser.parse(text) as Raw[]).filter((raw) => tagOf(raw) !== TEXT);
	const [root] = roots;
	if (root === undefined || roots.length > 1) throw new NotWellFormed('no element found');
	return elementOf(root, { xml: 'http://www.w3.org/XML/1998/namespace' });
}

const tagOf = (raw: Raw): string => Object.keys(raw).find((key) => key !== ATTRIBUTES) ?? TEXT;

function elementOf(raw: Raw, outer: Scope): Element {
	const tag = tagOf(raw);
	const attributes = Object.entries((raw[ATTRIBUTES] ?? {}) as Record<string, string>).map(
		([name, value]) => [name, meant(String(value))] as const,
	);
	const scope = { ...outer };
	for (const [name, value] of attributes) {
		if (name === 'xmlns') scope[''] = value;
		else if (name.startsWith('xmlns:')) scope[name.slice('xmlns:'.length)] = value;
	}
	const nodes = raw[tag] as Raw[];
	const { namespace, local } = resolved(tag, scope);
	return {
		name: local,
		namespace,
		children: nodes
			.filter((node) => ![TEXT, CDATA].includes(tagOf(node)))
			.map((node) => elementOf(node, scope)),
		text: nodes.map(textOf).join(''),
		attribute: (name) => attributes.find(([own]) => own === name)?.[1],
		type: typeOf(attributes, scope),
	};
}

function typeOf(
	attributes: readonly (readonly [string, string])[],
	scope: Scope,
): string | undefined {
	const type = attributes.find(([name]) => {
		if (!name.includes(':') || name.startsWith('xmlns:')) return false;
		const { namespace, local } = resolved(name, scope);
		return namespace === XSI && local === 'type';
	});
	return type === undefined ? undefined : resolved(type[1].trim(), scope).local;
}

function resolved(name: string, scope: Scope): { namespace: string | undefined; local: string } {
	const [local = '', prefix = ''] = name.split(':').reverse();
	const namespace = scope[prefix];
	if (namespace === undefined && prefix !== '') throw new NotWellFormed('unbound prefix');
	return { namespace, local };
}

function textOf(raw: Raw): string {
	if (tagOf(raw) === TEXT) return meant(String(raw[TEXT]));
	if (tagOf(raw) !== CDATA) return '';
	return (raw[CDATA] as Raw[]).map((part) => String(part[TEXT])).join('');
}

function meant(text: string): string {
	const plain = unescaped(text);
	if (plain === undefined) throw new NotWellFormed('undefined entity');
	return plain;
}
