import { NotWellFormed, parseXml, type Element } from './element';
import { faultDetail, RequestFault, type Fault } from './fault';
import type { Value } from './values';
import { element, write } from './write';
import { escapeText } from './xmlText';

export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
export const VIM = 'urn:vim25';

const HEAD = [
	'<?xml version="1.0" encoding="UTF-8"?>',
	'<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"',
	` xmlns:soapenv="${SOAP}"`,
	' xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
	' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
	'<soapenv:Body>',
	'',
].join('\n');
const FOOT = '\n</soapenv:Body>\n</soapenv:Envelope>';

/** Undefined: nothing to return. */
export function responseTo(method: string, value: Value | undefined): string {
	const body = element(`${method}Response`, { xmlns: VIM }, write('returnval', value));
	return `${HEAD}${body}${FOOT}`;
}

export function faultEnvelope(fault: Fault, message: string): string {
	const told = `<faultcode>ServerFaultCode</faultcode><faultstring>${escapeText(message)}</faultstring>`;
	return `${HEAD}<soapenv:Fault>${told}<detail>${faultDetail(fault)}</detail></soapenv:Fault>${FOOT}`;
}

const BEFORE_METHOD = 'HTTP request before method was determined';

/** The one element inside the body. Throws a `RequestFault`. */
export function callIn(text: string): Element {
	const envelope = rootOf(text);
	if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP) {
		throw new RequestFault(`Unexpected element tag "${envelope.name}" seen`).within(BEFORE_METHOD);
	}
	const names = envelope.children.map(({ name }) => name).join(' ');
	const soapOnly = envelope.children.every(({ namespace }) => namespace === SOAP);
	if (!soapOnly || !['Body', 'Header Body'].includes(names))
		throw inEnvelope('Expected a SOAP body');
	const calls = envelope.children.at(-1)?.children ?? [];
	const [call] = calls;
	if (call === undefined || calls.length > 1) throw inBody('Expected one method in the SOAP body');
	return call;
}

export const inBody = (reason: string): RequestFault => outsideOf(new RequestFault(reason));

/** With the words of what is around a method's own element. */
export const outsideOf = (fault: RequestFault): RequestFault =>
	fault.within('SOAP body').within('SOAP envelope').within(BEFORE_METHOD);

const inEnvelope = (reason: string): RequestFault =>
	new RequestFault(reason).within('SOAP envelope').within(BEFORE_METHOD);

function rootOf(text: string): Element {
	try {
		return parseXml(text);
	} catch (error) {
		if (!(error instanceof NotWellFormed)) throw error;
		throw new RequestFault(`Error returned by expat parser: ${error.message}`).within(
			BEFORE_METHOD,
		);
	}
}
