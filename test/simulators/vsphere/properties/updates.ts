import type { Call } from '../methods/call';
import {
	anything,
	data,
	enumerated,
	flag,
	list,
	text,
	type Data,
	type Ref,
	type Value,
} from '../wire/values';
import { writeAny } from '../wire/write';
import { collect, missingSet, type Collected } from './collect';
import type { Collector, Filter } from './collector';

/** What has changed since the last version; undefined: nothing. What is told here is told. */
export function updatesOf(call: Call, collector: Collector, most: number): Data | undefined {
	const { translate } = call.world.quirks;
	let room = most;
	let truncated = false;
	const filterSet = collector.filters.flatMap((filter) => {
		const all = changesOf(call, filter, translate);
		const changes = all.slice(0, room);
		truncated ||= changes.length < all.length;
		room -= changes.length;
		for (const change of changes) change.tell();
		if (changes.length === 0) return [];
		const objectSet = list(
			'ObjectUpdate',
			changes.map(({ update }) => update),
		);
		return [data('PropertyFilterUpdate', { filter: filter.ref, objectSet })];
	});
	if (filterSet.length === 0) return undefined;
	collector.version += 1;
	return data('UpdateSet', {
		version: text(String(collector.version)),
		filterSet: list('PropertyFilterUpdate', filterSet),
		truncated: truncated ? flag(true) : undefined,
	});
}

interface Change {
	readonly update: Data;
	readonly tell: () => void;
}

function changesOf(call: Call, filter: Filter, translate: (text: string) => string): Change[] {
	const now = selectedNow(call, filter);
	const { told } = filter;
	const changed = now.flatMap((collected): Change[] => {
		const key = keyOf(collected.ref);
		const before = told.get(key)?.properties;
		const properties = written(collected);
		const changeSet = differences(collected, before ?? new Map(), properties);
		if (before !== undefined && changeSet.length === 0) return [];
		const missing = before === undefined ? missingSet(collected, translate) : undefined;
		const kind = before === undefined ? 'enter' : 'modify';
		const tell = () => told.set(key, { ref: collected.ref, properties });
		return [{ update: objectUpdate(kind, collected.ref, changeSet, missing), tell }];
	});
	const there = new Set(now.map(({ ref }) => keyOf(ref)));
	const left = [...told]
		.filter(([key]) => !there.has(key))
		.map(([key, { ref }]) => ({
			update: objectUpdate('leave', ref, []),
			tell: () => told.delete(key),
		}));
	return [...changed, ...left];
}

/** An object from which a filter starts may have gone meanwhile: it leaves. */
function selectedNow(call: Call, { spec }: Filter): Collected[] {
	return collect(call, { ...spec, reportMissingObjectsInResults: true });
}

const keyOf = ({ type, value }: Ref): string => `${type}:${value}`;

const written = ({ properties }: Collected): Map<string, string> =>
	new Map([...properties].map(([path, value]) => [path, writeAny('val', value)]));

/** A property that is unset now is assigned nothing. */
function differences(
	{ properties }: Collected,
	before: ReadonlyMap<string, string>,
	now: ReadonlyMap<string, string>,
): Data[] {
	const paths = [...new Set([...before.keys(), ...now.keys()])];
	return paths
		.filter((path) => before.get(path) !== now.get(path))
		.map((path) => propertyChange(path, properties.get(path)));
}

const propertyChange = (name: string, value: Value | undefined): Data =>
	data('PropertyChange', {
		name: text(name),
		op: enumerated('PropertyChangeOp', 'assign'),
		val: value && anything(value),
	});

const objectUpdate = (kind: string, obj: Ref, changeSet: readonly Data[], missing?: Value): Data =>
	data('ObjectUpdate', {
		kind: enumerated('ObjectUpdateKind', kind),
		obj,
		changeSet: list('PropertyChange', changeSet),
		missingSet: missing,
	});
