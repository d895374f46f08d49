import fc from 'fast-check';
import {
	buildXml,
	elementAt,
	elementsInNamespace,
	elementsOf,
	parseXml,
	putElement,
	textOf,
	xmlElement,
	XmlSyntaxError,
	type XmlElement,
} from '../../drivers/xml';

const names = fc.constantFrom('disk', 'source', 'vm:tag', 'a-b', 'x1');
/** Characters that XML can hold; the others become U+FFFD. */
const texts = fc
	.string({ unit: 'grapheme', minLength: 1 })
	.filter((text) => !/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text));
const { element: trees } = fc.letrec<{ element: XmlElement }>((tie) => ({
	element: fc
		.record({
			name: names,
			attributes: fc.dictionary(fc.constantFrom('file', 'dev', 'xmlns:vm'), texts),
			children: fc.array(fc.oneof({ maxDepth: 3 }, texts, tie('element')), { maxLength: 4 }),
		})
		.map(({ name, attributes, children }) => ({
			name,
			attributes: new Map(Object.entries(attributes)),
			children: children.reduce<(XmlElement | string)[]>((joined, node) => {
				const last = joined.at(-1);
				// Two texts side by side are one in XML.
				if (typeof node === 'string' && typeof last === 'string') joined.pop();
				return [
					...joined,
					typeof node === 'string' && typeof last === 'string' ? last + node : node,
				];
			}, []),
		})),
}));

describe('XML', () => {
	it('comes back from writing and reading as it was', () => {
		fc.assert(
			fc.property(trees, (tree) => {
				expect(parseXml(buildXml(tree))).toEqual(tree);
			}),
		);
	});

	it('decodes named and numeric entities, and leaves unknown ones alone', () => {
		expect(textOf(parseXml('<a>&lt;&gt;&amp;&quot;&apos;&#233;&#xE9;&nbsp;</a>'))).toBe(
			`<>&"'éé&nbsp;`,
		);
	});

	it('decodes once only', () => {
		expect(textOf(parseXml('<a>&amp;lt;</a>'))).toBe('&lt;');
	});

	it('takes CDATA as text', () => {
		expect(textOf(parseXml('<a>x<![CDATA[<b>&amp;]]>y</a>'))).toBe('x<b>&amp;y');
	});

	it('replaces what XML cannot hold, so that the rest arrives', () => {
		expect(buildXml(xmlElement('a', {}, 'x\u0000\u0001\ud800y'))).toBe(
			'<a>x\ufffd\ufffd\ufffdy</a>',
		);
	});

	it.each([
		['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
		['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
		['an element that is not closed', '<a><b></a>'],
		['text without an element', 'garbage'],
		['nothing', ''],
	])('refuses %s', (_what, text) => {
		expect(() => parseXml(text)).toThrow(XmlSyntaxError);
	});

	it('finds elements by namespace, whatever their prefix', () => {
		const root = parseXml(
			'<m><p:t xmlns:p="urn:a">1</p:t><t xmlns="urn:a">2</t><q:t xmlns:q="urn:b">3</q:t><t>4</t></m>',
		);
		expect(elementsInNamespace(root, 'urn:a', 't').map(textOf)).toEqual(['1', '2']);
	});

	it('lets an inner declaration hide an outer one of the same prefix', () => {
		const root = parseXml('<m xmlns:p="urn:a"><p:t/><x xmlns:p="urn:b"><p:t/></x></m>');
		expect(elementsInNamespace(root, 'urn:a', 't')).toHaveLength(1);
	});

	it('puts an element in the place of the one with its name, or at the end', () => {
		const root = parseXml('<a><b/><c/></a>');
		putElement(root, xmlElement('b', { x: '1' }));
		putElement(root, xmlElement('d'));
		expect(buildXml(root)).toBe('<a><b x="1"/><c/><d/></a>');
	});

	it('walks a path to the first element, or to none', () => {
		const root = parseXml('<a><b><c>1</c></b><b><c>2</c></b></a>');
		expect(textOf(elementAt(root, 'b', 'c'))).toBe('1');
		expect(elementAt(root, 'x', 'c')).toBeUndefined();
		expect(elementsOf(root, 'b')).toHaveLength(2);
	});
});
