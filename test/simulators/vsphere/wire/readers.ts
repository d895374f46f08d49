import type { Element } from './element';
import { RequestFault } from './fault';
import { VIM } from './soap';
import { ref, type Ref } from './values';

/** Reads one element as a type of the schema. Throws a `RequestFault`. */
export interface Reader<T> {
	readonly type: string;
	read(element: Element): T;
}

export interface Field<T> {
	readonly reader: Reader<unknown>;
	readonly required: boolean;
	readonly many: boolean;
	take(values: readonly unknown[]): T;
}

export type FieldMap = Readonly<Record<string, Field<unknown>>>;
export type Read<F extends FieldMap> = {
	readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never;
};

export const one = <T>(reader: Reader<T>): Field<T> => ({
	reader,
	required: true,
	many: false,
	take: ([value]) => value as T,
});

export const optional = <T>(reader: Reader<T>): Field<T | undefined> => ({
	reader,
	required: false,
	many: false,
	take: ([value]) => value as T | undefined,
});

export const many = <T>(reader: Reader<T>): Field<readonly T[]> => ({
	reader,
	required: false,
	many: true,
	take: (values) => values as readonly T[],
});

export const some = <T>(reader: Reader<T>): Field<readonly T[]> => ({
	...many(reader),
	required: true,
});

function simple<T>(type: string, parse: (text: string) => T | undefined): Reader<T> {
	const read = (element: Element): T => {
		const [child] = element.children;
		if (child !== undefined) throw new RequestFault(`Unexpected element tag "${child.name}" seen`);
		const value = parse(element.text);
		if (value === undefined) {
			throw new RequestFault(`"${element.text}" is not a valid value of type ${type}`);
		}
		return value;
	};
	return { type, read };
}

export const text = simple('string', (value) => value);

export const flag = simple('boolean', (value) => {
	const told = value.trim();
	if (told === 'true' || told === '1') return true;
	return told === 'false' || told === '0' ? false : undefined;
});

export const whole = simple('int', (value) =>
	/^\s*[-+]?\d{1,18}\s*$/.test(value) ? Number(value) : undefined,
);

export const oneOf = <const V extends string>(type: string, values: readonly V[]): Reader<V> =>
	simple(type, (value) => values.find((known) => known === value));

export const reference: Reader<Ref> = {
	type: 'ManagedObjectReference',
	read: (element) => {
		const type = element.attribute('type');
		if (type === undefined || type === '') {
			throw new RequestFault('Required attribute type is missing from managed object reference');
		}
		return ref(type, simple('ManagedObjectReference', (value) => value).read(element));
	},
};

/** What a client may send and this simulator only looks at from outside. */
export const opaque = (type: string, mustTellType = false): Reader<Element> => ({
	type,
	read: (element) => {
		if (mustTellType && element.type === undefined) throw abstract(type);
		return element;
	},
});

const abstract = (type: string): RequestFault =>
	new RequestFault(`Can not instantiate abstract type ${type}: xsi:type is missing`);

export interface DataReader<T> extends Reader<T> {
	readonly fields: FieldMap;
}

/** A data object, whose elements have to come in the order of its fields. */
export function data<F extends FieldMap>(type: string, fields: F): DataReader<Read<F>> {
	const read = (element: Element): Read<F> => {
		if (element.type !== undefined && element.type !== type) throw mismatch(type, element.type);
		return readFields(`data object of type ${type}`, fields, element.children);
	};
	return { type, fields, read };
}

const mismatch = (expected: string, actual: string): RequestFault =>
	new RequestFault(`Type mismatch: expected: ${expected}; actual: ${actual}`);

/** One of several types, which `xsi:type` chooses; without it, the declared one if that can be made at all. */
export function oneOfTypes<T>(
	declared: string,
	readers: readonly Reader<T>[],
): Reader<T & { readonly xsiType: string }> {
	const read = (element: Element): T & { readonly xsiType: string } => {
		const xsiType = element.type ?? declared;
		const reader = readers.find(({ type }) => type === xsiType);
		if (reader !== undefined) return { ...reader.read(element), xsiType };
		if (element.type === undefined) throw abstract(declared);
		throw new RequestFault(`Unable to resolve WSDL type name ${xsiType} for namespace name ${VIM}`);
	};
	return { type: declared, read };
}

/** Throws where an element is unknown, comes twice or too late, or a required one is missing. */
export function readFields<F extends FieldMap>(
	owner: string,
	fields: F,
	children: readonly Element[],
): Read<F> {
	const names = Object.keys(fields);
	const values = new Map<string, unknown[]>();
	let at = 0;
	for (const child of children) {
		const place = child.namespace === VIM ? names.indexOf(child.name) : -1;
		const field = fields[child.name];
		const again = place === at - 1 && field?.many === true;
		if (field === undefined || (place < at && !again)) {
			throw new RequestFault(`Unexpected element tag "${child.name}" seen`).within(owner);
		}
		at = place + 1;
		values.set(child.name, [...(values.get(child.name) ?? []), readOne(field, child, owner)]);
	}
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => {
			const read = values.get(name) ?? [];
			if (field.required && read.length === 0) throw missing(name, owner);
			return [name, field.take(read)];
		}),
	) as Read<F>;
}

const missing = (name: string, owner: string): RequestFault =>
	new RequestFault(`Required property ${name} is missing from ${owner}`).within(owner);

function readOne({ reader }: Field<unknown>, child: Element, owner: string): unknown {
	try {
		return reader.read(child);
	} catch (error) {
		if (!(error instanceof RequestFault)) throw error;
		throw error.within(`property "${child.name}" of static type ${reader.type}`).within(owner);
	}
}
