/** What goes over the wire: a managed object's reference. */
export interface Ref {
	readonly kind: 'ref';
	readonly type: string;
	readonly value: string;
}

export interface Scalar {
	readonly kind: 'scalar';
	/** As in `xsi:type`: `xsd:string`, or the name of an enumeration. */
	readonly type: string;
	readonly text: string;
}

export type Fields = Readonly<Record<string, Value | undefined>>;

export interface Data {
	readonly kind: 'data';
	readonly type: string;
	/** In the order of the schema; undefined: known, and unset. */
	readonly fields: Fields;
	/** Its type stands with it wherever it is written, since the schema names a more general one. */
	readonly polymorphic: boolean;
}

export interface List {
	readonly kind: 'list';
	/** `ManagedObjectReference`, `string`: what it is a list of. */
	readonly of: string;
	readonly items: readonly Value[];
}

/** Where the schema says `anyType`: the value's own type stands with it. */
export interface Any {
	readonly kind: 'any';
	readonly value: Value;
}

export type Value = Ref | Scalar | Data | List | Any;

const scalar = (type: string, text: string): Scalar => ({ kind: 'scalar', type, text });

export const ref = (type: string, value: string): Ref => ({ kind: 'ref', type, value });
export const text = (value: string): Scalar => scalar('xsd:string', value);
export const flag = (value: boolean): Scalar => scalar('xsd:boolean', String(value));
export const int = (value: number): Scalar => scalar('xsd:int', String(Math.trunc(value)));
export const long = (value: number): Scalar => scalar('xsd:long', String(Math.trunc(value)));
export const enumerated = (type: string, value: string): Scalar => scalar(type, value);

/** With microseconds, as vCenter and ESXi write them. */
export const dateTime = (milliseconds: number): Scalar =>
	scalar('xsd:dateTime', new Date(milliseconds).toISOString().replace('Z', '000Z'));

export const data = (type: string, fields: Fields): Data => ({
	kind: 'data',
	type,
	fields,
	polymorphic: false,
});

export const polymorphic = (type: string, fields: Fields): Data => ({
	...data(type, fields),
	polymorphic: true,
});

export const list = (of: string, items: readonly Value[]): List => ({ kind: 'list', of, items });

export const anything = (value: Value): Any => ({ kind: 'any', value });

export const refs = (items: readonly Ref[]): List => list('ManagedObjectReference', items);

export const sameRef = (a: Ref, b: Ref): boolean => a.type === b.type && a.value === b.value;
