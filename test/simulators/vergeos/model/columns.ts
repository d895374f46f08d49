import type { Value } from './table';

/**
 * Who may set a column: `never` answers 422, `create` only with the row. An argument steers the request and
 * is never stored, thus never returned (`expires_type`, measured by the vendor).
 */
export type Settable = 'never' | 'create' | 'always';
export type ColumnType = 'text' | 'integer' | 'boolean' | 'key' | 'list';

export interface Column {
	readonly type: ColumnType;
	readonly settable: Settable;
	readonly argument?: boolean;
	readonly required?: boolean;
	readonly maxLength?: number;
	readonly range?: readonly [number, number];
	readonly choices?: readonly string[];
	/** The table that a key points into; `#` in `fields`, `filter` and `sort` follows it. */
	readonly refersTo?: string;
	/** The version that brought the column. */
	readonly since?: string;
}

export interface TableDefinition {
	readonly name: string;
	readonly columns: Readonly<Record<string, Column>>;
	readonly initial: Readonly<Record<string, Value>>;
	/** What `#$display` says. */
	readonly display: string;
	readonly firstKey?: number;
}

type Rules = Omit<Partial<Column>, 'type'>;

const column =
	(type: ColumnType) =>
	(settable: Settable = 'never', rules: Rules = {}): Column => ({ type, settable, ...rules });

export const text = column('text');
export const integer = column('integer');
export const boolean = column('boolean');
export const list = column('list');

export const keyOf = (table: string, settable: Settable = 'never', rules: Rules = {}): Column => ({
	type: 'key',
	settable,
	refersTo: table,
	...rules,
});

/** Names: 1 to 128 characters; descriptions: up to 2,048. */
export const NAME = text('always', { required: true, maxLength: 128 });
export const NAME_AT_CREATE = text('create', { required: true, maxLength: 128 });
export const DESCRIPTION = text('always', { maxLength: 2048 });

export const EXPIRES_TYPE = text('always', { argument: true, choices: ['date', 'never'] });
