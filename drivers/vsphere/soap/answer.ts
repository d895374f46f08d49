import { Misunderstanding, RefusedAnswer } from '../../failures';
import type { HttpResponse } from '../../transports/http';
import { elementsOf, parseXml, textOf, XmlSyntaxError, type XmlElement } from '../../xml';
import { valueOf, type Value } from './value';

/** A refusal in the server's own terms. Its type decides; its words are for people, in any language. */
export class VimFault extends RefusedAnswer {
	constructor(
		type: string,
		said: string,
		address: string,
		/** What the fault tells beside: who holds the VM, which privilege is missing. */
		readonly detail: Value['members'] = {},
	) {
		super(500, said, address, type);
	}
}

export const isFault = (error: unknown, ...types: readonly string[]): error is VimFault =>
	error instanceof VimFault && types.includes(error.type ?? '');

/** What a method returned: none, one, or many values. */
export function readAnswer(
	method: string,
	{ status, body }: Pick<HttpResponse, 'status' | 'body'>,
	address: string,
): readonly Value[] {
	// Only these two mean anything; others come from what stands in front of the server.
	if (status !== 200 && status !== 500) throw new RefusedAnswer(status, '', address);
	const { shell, objects } = cutOut(body);
	const content = contentOf(shell, status, address);
	if (localName(content) === 'Fault') throw faultIn(content, address);
	if (status === 200 && localName(content) === `${method}Response`) {
		return elementsOf(content, 'returnval').map((element) =>
			withObjects(valueOf(element), objects),
		);
	}
	throw new Misunderstanding(`it is no answer to ${method}`);
}

const OBJECT = /<((?:\w+:)?objects)(?:\s[^>]*)?>[^]*?<\/\1\s*>/g;

/**
 * A page of properties may hold thousands of objects. They stay text until each is asked for, so that never
 * more than a few of them are in memory as what they mean. Nothing in vim25 holds an element `objects` within
 * another, and texts are escaped.
 */
function cutOut(body: string): { readonly shell: string; readonly objects: readonly string[] } {
	const objects: string[] = [];
	const shell = body.replace(OBJECT, (whole) => {
		objects.push(whole);
		return '';
	});
	return { shell, objects };
}

const withObjects = (value: Value, objects: readonly string[]): Value =>
	objects.length === 0
		? value
		: { ...value, members: { ...value.members, objects: objects.map(unread) } };

const unread = (xml: string): Value => ({
	kind: undefined,
	refType: undefined,
	text: xml,
	members: {},
});

/** One of the objects of an answer, which come as text. */
export const objectIn = ({ text }: Value, address: string): Value =>
	valueOf(parsed(text, 200, address));

const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

const childNamed = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
	elementsOf(parent).find((child) => localName(child) === name);

/** What stands in the body of the envelope. */
function contentOf(body: string, status: number, address: string): XmlElement {
	const root = parsed(body, status, address);
	const content = elementsOf(childNamed(root, 'Body'))[0];
	if (localName(root) === 'Envelope' && content !== undefined) return content;
	throw new Misunderstanding('it is not SOAP; another service may be listening there');
}

function parsed(body: string, status: number, address: string): XmlElement {
	try {
		return parseXml(body);
	} catch (error) {
		if (!(error instanceof XmlSyntaxError)) throw error;
		if (status !== 200) throw new RefusedAnswer(status, '', address); // a page that a proxy made
		throw new Misunderstanding(`it is not well-formed XML: ${error.message}`);
	}
}

const LONGEST_SHOWN = 300;

/** The element is named by its type, and so is its `xsi:type`; the latter is what counts. */
function faultIn(fault: XmlElement, address: string): VimFault {
	const element = elementsOf(childNamed(fault, 'detail'))[0];
	const detail = element === undefined ? undefined : valueOf(element);
	const named = element === undefined ? '' : localName(element).replace(/Fault$/, '');
	const said = (textOf(childNamed(fault, 'faultstring')) ?? '').trim();
	return new VimFault(
		detail?.kind ?? named,
		said.slice(0, LONGEST_SHOWN),
		address,
		detail?.members,
	);
}
