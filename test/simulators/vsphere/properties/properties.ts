import { invalidProperty } from '../model/faults';
import type { Value } from '../wire/values';

/** A managed object's properties, each worked out when somebody looks. Undefined: known, and unset. */
export type Properties = Readonly<Record<string, () => Value | undefined>>;

/** A property by its path, `runtime.powerState`. Throws `InvalidProperty` where the type has no such thing. */
export function propertyAt(properties: Properties, path: string): Value | undefined {
	const [first = '', ...rest] = path.split('.');
	const property = Object.hasOwn(properties, first) ? properties[first] : undefined;
	if (property === undefined) throw invalidProperty(path);
	let value = property();
	for (const name of rest) {
		if (value === undefined) return undefined;
		if (value.kind !== 'data' || !Object.hasOwn(value.fields, name)) throw invalidProperty(path);
		value = value.fields[name];
	}
	return value;
}
