import type { Call } from '../methods/call';
import { invalidArgument, noPermission, objectNotFound } from '../model/faults';
import type { PropertyFilterSpec, Selection } from '../schema/propertyFilter';
import { localizedMethodFault, type Fault } from '../wire/fault';
import { anything, data, list, text, type Data, type Ref, type Value } from '../wire/values';
import { isA, isType } from './objectTypes';
import { propertiesOf } from './objects';
import { propertyAt } from './properties';

/** One object of an answer: what is set, and what this user may not see. */
export interface Collected {
	readonly ref: Ref;
	readonly properties: ReadonlyMap<string, Value>;
	readonly missing: ReadonlyMap<string, Fault>;
}

/** What a filter selects, each object once, in the order in which the way leads to it. */
export function collect(call: Call, spec: PropertyFilterSpec): Collected[] {
	for (const { type } of spec.propSet)
		if (!isType(type)) throw invalidArgument('specSet.propSet.type');
	const wanted = spec.objectSet.flatMap((start) => reach(call, start, spec));
	const selected = [...new Map(wanted.map((ref) => [`${ref.type}:${ref.value}`, ref])).values()];
	return selected.flatMap((ref) => {
		const paths = pathsFor(call, ref, spec);
		return paths === undefined ? [] : [collectOne(call, ref, paths)];
	});
}

type ObjectSpec = PropertyFilterSpec['objectSet'][number];

function reach(call: Call, { obj, skip, selectSet }: ObjectSpec, spec: PropertyFilterSpec): Ref[] {
	if (propertiesOf(call, obj) === undefined) {
		// The vendor's text of this flag: such objects are then left out of the result.
		if (spec.reportMissingObjectsInResults === true) return [];
		throw objectNotFound(obj);
	}
	const named = new Map<string, Selection>();
	noteNames(selectSet, named);
	const reached: Ref[] = skip === true ? [] : [obj];
	follow(call, obj, selectSet, named, reached, new Set());
	return reached;
}

function noteNames(selections: readonly Selection[], named: Map<string, Selection>): void {
	for (const one of selections) {
		if (one.traversal === undefined) continue;
		if (one.name !== undefined) named.set(one.name, one);
		noteNames(one.traversal.selectSet, named);
	}
}

function follow(
	call: Call,
	from: Ref,
	selections: readonly Selection[],
	named: ReadonlyMap<string, Selection>,
	reached: Ref[],
	walked: Set<string>,
): void {
	for (const one of selections) {
		const selection = one.traversal === undefined ? named.get(one.name ?? '') : one;
		if (selection?.traversal === undefined)
			throw invalidArgument('specSet.objectSet.selectSet.name');
		const { type, path, skip, selectSet } = selection.traversal;
		const step = `${from.type}:${from.value} ${type} ${path}`;
		if (!isA(from.type, type) || walked.has(step)) continue;
		walked.add(step);
		for (const next of targetsOf(call, from, path)) {
			if (!skip) reached.push(next);
			follow(call, next, selectSet, named, reached, walked);
		}
	}
}

function targetsOf(call: Call, from: Ref, path: string): Ref[] {
	const value = propertyAt(propertiesOf(call, from) ?? {}, path);
	const items = value?.kind === 'list' ? value.items : [value];
	return items
		.filter((item): item is Ref => item?.kind === 'ref')
		.filter((ref) => call.may('System.View', ref));
}

/** Undefined: the filter says nothing of its type. */
function pathsFor(call: Call, ref: Ref, { propSet }: PropertyFilterSpec): string[] | undefined {
	const specs = propSet.filter(({ type }) => isA(ref.type, type));
	if (specs.length === 0) return undefined;
	const all = specs.some((spec) => spec.all === true);
	const whole = all ? Object.keys(propertiesOf(call, ref) ?? {}) : [];
	return [...new Set([...whole, ...specs.flatMap(({ pathSet }) => pathSet)])];
}

function collectOne(call: Call, ref: Ref, paths: readonly string[]): Collected {
	const source = propertiesOf(call, ref);
	const properties = new Map<string, Value>();
	const missing = new Map<string, Fault>();
	for (const path of paths) {
		const value = propertyAt(source ?? {}, path);
		const why = whyHidden(call, ref, path);
		if (why !== undefined) missing.set(path, why);
		else if (value !== undefined) properties.set(path, value);
	}
	return { ref, properties, missing };
}

function whyHidden(call: Call, ref: Ref, path: string): Fault | undefined {
	if (!call.may('System.View', ref)) return noPermission(ref, 'System.View');
	if (!call.may('System.Read', ref)) return noPermission(ref, 'System.Read');
	return call.world.hidden.find(
		(one) => one.on === ref.value && `${path}.`.startsWith(`${one.path}.`),
	)?.fault;
}

export const missingSet = ({ missing }: Collected, translate: (text: string) => string) =>
	list(
		'MissingProperty',
		[...missing].map(([path, fault]) =>
			data('MissingProperty', {
				path: text(path),
				fault: localizedMethodFault(fault, translate(fault.message)),
			}),
		),
	);

export const objectContent = (collected: Collected, translate: (text: string) => string): Data =>
	data('ObjectContent', {
		obj: collected.ref,
		propSet: list(
			'DynamicProperty',
			[...collected.properties].map(([name, value]) =>
				data('DynamicProperty', { name: text(name), val: anything(value) }),
			),
		),
		missingSet: missingSet(collected, translate),
	});
