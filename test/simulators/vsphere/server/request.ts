import type { WholeRequest } from '../../../support/simulatedHttps';
import { METHODS } from '../methods';
import type { Call } from '../methods/call';
import type { Method } from '../methods/method';
import { isA } from '../properties/objectTypes';
import { RequestFault } from '../wire/fault';
import { reference } from '../wire/readers';
import { callIn, inBody, outsideOf, VIM } from '../wire/soap';
import type { Ref, Value } from '../wire/values';
import { isBefore, isServed, OLDEST } from './versions';

/** A method that was read to its end, and what it is called on. */
export interface ReadCall {
	readonly name: string;
	readonly object: Ref;
	readonly method: Method;
	readonly perform: (call: Call) => Value | undefined | Promise<Value | undefined>;
}

/** Throws a `RequestFault` for whatever vim25 can't read. */
export function readCall({ text, headers }: WholeRequest, apiVersion: string): ReadCall {
	const element = callIn(text);
	const version = versionOf(headers.soapaction, apiVersion);
	const { name, namespace = '' } = element;
	const method = namespace === VIM && Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
	if (method === undefined || isBefore(version, method.since)) {
		throw inBody(`Unable to resolve WSDL method name ${name} for namespace name ${namespace}`);
	}
	try {
		const [first, ...parameters] = element.children;
		if (first?.name !== '_this') throw new RequestFault('Required parameter _this is missing');
		const object = reference.read(first);
		if (!isA(object.type, method.on)) {
			throw new RequestFault(`Type mismatch: expected: ${method.on}; actual: ${object.type}`);
		}
		return { name, object, method, perform: method.read(parameters) };
	} catch (error) {
		if (!(error instanceof RequestFault)) throw error;
		throw outsideOf(error);
	}
}

/** `urn:vim25/6.5`, with or without quotes. */
function versionOf(header: string | string[] | undefined, apiVersion: string): string {
	if (header === undefined) return OLDEST;
	const uri = String(header).replace(/^"(.*)"$/, '$1');
	const version = uri.startsWith(`${VIM}/`) ? uri.slice(VIM.length + 1) : '';
	if (!isServed(version, apiVersion)) throw inBody(`Unsupported version URI "${uri}"`);
	return version;
}
