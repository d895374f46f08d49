import type { Column, TableDefinition } from './columns';

export type Value = string | number | boolean | null | readonly Value[];
export type Key = string | number;

/**
 * What is stored. Columns whose name begins with `_` are the simulator's own (a disk's text, say): no table
 * declares them, so no request sees them.
 */
export interface Row {
	$key: Key;
	[column: string]: Value;
}

/** The rows of one table, in the order in which they were made. */
export class Table {
	private readonly byKey = new Map<string, Row>();
	private readonly indexes = new Map<string, Map<string, Set<Row>>>();
	private nextKey: number;

	constructor(
		readonly definition: TableDefinition,
		private readonly makeKey?: () => Key,
	) {
		this.nextKey = definition.firstKey ?? 1;
	}

	get name(): string {
		return this.definition.name;
	}

	get size(): number {
		return this.byKey.size;
	}

	column(name: string): Column | undefined {
		return this.definition.columns[name];
	}

	rows(): IterableIterator<Row> {
		return this.byKey.values();
	}

	/** `$key` may be asked for as a number or as text. */
	find(key: Value | undefined): Row | undefined {
		return key === null || key === undefined ? undefined : this.byKey.get(textOf(key));
	}

	get(key: Value | undefined): Row {
		const row = this.find(key);
		if (row === undefined) throw new Error(`${this.name} has no row ${String(key)}`);
		return row;
	}

	/** All rows whose column holds the value, by an index that is made at the first use. */
	where(column: string, value: Value): Row[] {
		return [...(this.indexOf(column).get(textOf(value)) ?? [])];
	}

	insert(values: Readonly<Record<string, Value>>, key?: Key): Row {
		const row: Row = { ...this.definition.initial, ...values, $key: key ?? this.freeKey() };
		this.byKey.set(textOf(row.$key), row);
		for (const [column, index] of this.indexes) enter(index, row, column);
		return row;
	}

	change(row: Row, values: Readonly<Record<string, Value>>): void {
		for (const [column, value] of Object.entries(values)) {
			const index = this.indexes.get(column);
			if (index) leave(index, row, column);
			row[column] = value;
			if (index) enter(index, row, column);
		}
	}

	remove(row: Row): void {
		this.byKey.delete(textOf(row.$key));
		for (const [column, index] of this.indexes) leave(index, row, column);
	}

	private freeKey(): Key {
		return this.makeKey?.() ?? this.nextKey++;
	}

	private indexOf(column: string): Map<string, Set<Row>> {
		let index = this.indexes.get(column);
		if (index === undefined) {
			index = new Map();
			this.indexes.set(column, index);
			for (const row of this.byKey.values()) enter(index, row, column);
		}
		return index;
	}
}

type Index = Map<string, Set<Row>>;

const textOf = (value: Value | undefined): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

function enter(index: Index, row: Row, column: string): void {
	const value = textOf(row[column]);
	const rows = index.get(value);
	if (rows) rows.add(row);
	else index.set(value, new Set([row]));
}

const leave = (index: Index, row: Row, column: string): void => {
	index.get(textOf(row[column]))?.delete(row);
};
