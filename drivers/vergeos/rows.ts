import { Misunderstanding } from '../failures';

/** Reads a row, or says what is wrong with it. A schema of zod does, too. */
export interface RowSchema<Row> {
	readonly parse: (value: unknown) => Row;
}
export type RowOf<Schema> = Schema extends RowSchema<infer Row> ? Row : never;

/** Rows that tell their keys. */
export interface Keyed {
	readonly $key: string;
}

/** Reads one column; throws what is wrong with it, in words. */
type Column<T> = (value: unknown) => T;
type Columns = Readonly<Record<string, Column<unknown>>>;

/**
 * A schema for the rows of a table. Tens of thousands of them are read at a time, and zod’s objects and
 * unions take many times as long for that as the JSON itself does. So columns are plain functions.
 */
export const rowOf = <C extends Columns>(
	columns: C,
): RowSchema<{ readonly [name in keyof C]: ReturnType<C[name]> }> => {
	const readers = Object.entries(columns);
	return {
		parse: (value) => {
			const given = (typeof value === 'object' && value !== null ? value : {}) as Untyped;
			const row: Untyped = {};
			for (const [name, read] of readers) {
				try {
					row[name] = read(given[name]);
				} catch (error) {
					throw new Misunderstanding(`${name}: ${(error as Error).message}`);
				}
			}
			return row as { readonly [name in keyof C]: ReturnType<C[name]> };
		},
	};
};

type Untyped = Record<string, unknown>;

class Malformed extends Error {}

/** Keys come as numbers or as texts, on the same table. */
export const key = (value: unknown): string => {
	if (typeof value === 'number' && Number.isInteger(value)) return String(value);
	if (typeof value === 'string' && value !== '') return value;
	throw new Malformed('not a key');
};

export const optionalKey = (value: unknown): string | undefined =>
	value === null || value === undefined ? undefined : key(value);

/** Columns that are not there, or that a version does not know, are null or missing. */
export const text = (value: unknown): string => {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	throw new Malformed('not a text');
};

/** The same where it matters whether the column is there at all. */
export const optionalText = (value: unknown): string | undefined =>
	value === undefined ? undefined : text(value);

export const flag = (value: unknown): boolean => {
	if (value === true || value === 1 || value === '1' || value === 'true') return true;
	if (value === null || value === undefined || value === false || value === 0) return false;
	if (value === '0' || value === 'false' || value === '') return false;
	throw new Malformed('not a yes or no');
};

/** Seconds since 1970; 0, null and absent mean that there is none. */
const epoch = (value: unknown): number => {
	const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : (value ?? 0);
	if (typeof seconds === 'number' && Number.isFinite(seconds)) return seconds;
	throw new Malformed('not a time');
};

export const instant = (value: unknown): Date => new Date(epoch(value) * 1000);

export const optionalInstant = (value: unknown): Date | undefined => {
	const seconds = epoch(value);
	return seconds > 0 ? new Date(seconds * 1000) : undefined;
};

/** What the four tables of snapshots have in common. */
export const snapshotColumns = {
	$key: key,
	name: text,
	description: text,
	created: instant,
	expires: optionalInstant,
};

export interface SnapshotRow {
	readonly $key: string;
	readonly name: string;
	readonly description: string;
	readonly created: Date;
	readonly expires: Date | undefined;
}
