import { buildXml, xmlElement, type XmlElement } from '../../xml';

/** How the server names one of its objects: `VirtualMachine`, `vm-42`. */
export interface Ref {
	readonly type: string;
	readonly value: string;
}

export const isSame = (one: Ref, other: Ref): boolean =>
	one.type === other.type && one.value === other.value;

/** What is absent is left out: the schema has an order, and many elements that may be missing. */
export type Parameter = XmlElement | undefined;

const present = (parameters: readonly Parameter[]): XmlElement[] =>
	parameters.filter((parameter): parameter is XmlElement => parameter !== undefined);

export const text = (name: string, value: string | undefined): Parameter =>
	value === undefined ? undefined : xmlElement(name, {}, value);

export const flag = (name: string, value: boolean | undefined): Parameter =>
	value === undefined ? undefined : text(name, String(value));

export const whole = (name: string, value: number | undefined): Parameter =>
	value === undefined ? undefined : text(name, String(value));

export const reference = (name: string, ref: Ref | undefined): Parameter =>
	ref === undefined ? undefined : xmlElement(name, { type: ref.type }, ref.value);

/** In the order of the schema: the server takes no other. */
export const data = (name: string, ...members: readonly Parameter[]): XmlElement =>
	xmlElement(name, {}, ...present(members));

/** Of a kind that its place alone does not tell. */
export const dataOf = (name: string, kind: string, ...members: readonly Parameter[]): XmlElement =>
	xmlElement(name, { 'xsi:type': kind }, ...present(members));

/** One call: a method of one object. */
export interface Call {
	readonly method: string;
	readonly on: Ref;
	readonly parameters?: readonly Parameter[];
}

export function envelopeOf({ method, on, parameters = [] }: Call): string {
	const call = xmlElement(
		method,
		{ xmlns: 'urn:vim25' },
		...present([reference('_this', on), ...parameters]),
	);
	const envelope = xmlElement(
		'Envelope',
		{
			xmlns: 'http://schemas.xmlsoap.org/soap/envelope/',
			'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
		},
		xmlElement('Body', {}, call),
	);
	return `<?xml version="1.0" encoding="UTF-8"?>${buildXml(envelope)}`;
}
