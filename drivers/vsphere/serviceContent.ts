import type { HttpPort } from '../transports/http';
import { send } from './client';
import { Misunderstanding } from '../failures';
import { isFault } from './soap/answer';
import type { Ref } from './soap/request';
import { maybe, one, record, reference, text, type Value } from './soap/value';

export interface ServiceContent {
	/** Which version of the API is asked for. */
	readonly soapVersion: string;
	/** The newest version of the API that the server has. */
	readonly apiVersion: string;
	/** In its own words: `VMware vCenter Server 8.0.3 build-24022515`. */
	readonly product: string;
	/** An ESXi host by itself, without vCenter. */
	readonly isHost: boolean;
	readonly rootFolder: Ref;
	readonly propertyCollector: Ref;
	readonly viewManager: Ref;
	readonly sessionManager: Ref;
	readonly searchIndex: Ref;
}

/** The first with quiesce specs. A server takes every version up to its own, so all newer ones take it. */
const SOAP_VERSION = '6.5';
const OLDER_SOAP_VERSION = '5.5';

const SERVICE_INSTANCE: Ref = { type: 'ServiceInstance', value: 'ServiceInstance' };

const schema = record({
	about: one(record({ fullName: one(text), apiType: one(text), apiVersion: one(text) })),
	rootFolder: one(reference),
	propertyCollector: one(reference),
	viewManager: maybe(reference),
	sessionManager: maybe(reference),
	searchIndex: maybe(reference),
});

/** Where everything else begins: vCenter and ESXi name their managers differently. Needs no login. */
export async function readServiceContent(
	http: HttpPort,
	signal: AbortSignal,
): Promise<ServiceContent> {
	try {
		return contentIn(await ask(http, SOAP_VERSION, signal), SOAP_VERSION);
	} catch (error) {
		// A version that is newer than the server is refused with this.
		if (!isFault(error, 'InvalidRequest')) throw error;
		return contentIn(await ask(http, OLDER_SOAP_VERSION, signal), OLDER_SOAP_VERSION);
	}
}

const ask = async (
	http: HttpPort,
	version: string,
	signal: AbortSignal,
): Promise<readonly Value[]> =>
	await send(http, version, { method: 'RetrieveServiceContent', on: SERVICE_INSTANCE }, signal);

function contentIn([answer]: readonly Value[], soapVersion: string): ServiceContent {
	const { about, viewManager, sessionManager, searchIndex, ...refs } = schema.parse(answer);
	if (viewManager === undefined || sessionManager === undefined || searchIndex === undefined) {
		throw new Misunderstanding(`${about.fullName} lacks a manager that is needed`);
	}
	return {
		...refs,
		viewManager,
		sessionManager,
		searchIndex,
		soapVersion,
		apiVersion: about.apiVersion,
		product: about.fullName,
		isHost: about.apiType === 'HostAgent',
	};
}

/** By figures: 6.10 is newer than 6.5. */
export function isAtLeast(version: string, wanted: string): boolean {
	const [have, want] = [version, wanted].map((figures) => figures.split('.').map(Number));
	for (let at = 0; at < (want?.length ?? 0); at += 1) {
		const difference = (have?.[at] ?? 0) - (want?.[at] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}
