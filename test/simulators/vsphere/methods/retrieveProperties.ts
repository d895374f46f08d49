import { objectNotFound, invalidArgument } from '../model/faults';
import { servicesOf } from '../model/serviceContent';
import { collect, objectContent, type Collected } from '../properties/collect';
import { newCollector, type Collector } from '../properties/collector';
import { propertyFilterSpec, retrieveOptions } from '../schema/propertyFilter';
import { one, some, text as textReader } from '../wire/readers';
import { data, list, sameRef, text, type Data, type List } from '../wire/values';
import type { Call } from './call';
import { method, type Methods } from './method';

const ON = { on: 'PropertyCollector', since: '4.1' } as const;

export const retrieveProperties: Methods = {
	// The older one, which knows no pages.
	RetrieveProperties: method('RetrieveProperties', {
		on: 'PropertyCollector',
		parameters: { specSet: some(propertyFilterSpec) },
		perform: (call, { specSet }) => {
			const found = specSet.flatMap((spec) => collect(call, spec));
			return contents(call, found);
		},
	}),
	RetrievePropertiesEx: method('RetrievePropertiesEx', {
		...ON,
		parameters: { specSet: some(propertyFilterSpec), options: one(retrieveOptions) },
		perform: (call, { specSet, options: { maxObjects } }) => {
			if (maxObjects !== undefined && maxObjects <= 0) throw invalidArgument('options.maxObjects');
			const collector = collectorOf(call);
			const found = specSet.flatMap((spec) => collect(call, spec));
			if (found.length === 0 && call.world.quirks.emptyResult === 'absent') return undefined;
			return page(call, collector, found, Math.min(maxObjects ?? Infinity, call.world.pageLimit));
		},
	}),
	ContinueRetrievePropertiesEx: method('ContinueRetrievePropertiesEx', {
		...ON,
		parameters: { token: one(textReader) },
		perform: (call, { token }) => {
			const collector = collectorOf(call);
			const rest = collector.rests.get(token);
			if (rest === undefined) throw invalidArgument('token');
			collector.rests.delete(token);
			return page(call, collector, rest.left, rest.pageSize);
		},
	}),
	CancelRetrievePropertiesEx: method('CancelRetrievePropertiesEx', {
		...ON,
		parameters: { token: one(textReader) },
		perform: (call, { token }) => {
			if (!collectorOf(call).rests.delete(token)) throw invalidArgument('token');
			return undefined;
		},
	}),
};

/** The one that the method is called on. Everybody has the one of the service content, with a state of their own. */
export function collectorOf({ session, object, world }: Call): Collector {
	const known = session.collectors.get(object.value);
	if (known !== undefined) return known;
	if (!sameRef(object, servicesOf(world.apiType).propertyCollector)) throw objectNotFound(object);
	const collector = newCollector(object);
	session.collectors.set(object.value, collector);
	return collector;
}

function page(
	call: Call,
	{ rests }: Collector,
	found: readonly Collected[],
	pageSize: number,
): Data {
	const left = found.slice(pageSize);
	const token = left.length === 0 ? undefined : `${call.session.key.slice(0, 8)}-${left.length}`;
	if (token !== undefined) rests.set(token, { token, left, pageSize });
	return data('RetrieveResult', {
		token: token === undefined ? undefined : text(token),
		objects: contents(call, found.slice(0, pageSize)),
	});
}

const contents = ({ world }: Call, found: readonly Collected[]): List =>
	list(
		'ObjectContent',
		found.map((one) => objectContent(one, world.quirks.translate)),
	);
