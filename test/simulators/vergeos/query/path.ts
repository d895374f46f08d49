import type { Store } from '../model/store';
import type { Row, Table, Value } from '../model/table';

export type Read = (row: Row) => Value;

/**
 * `machine#status#running` walks from row to row along keys; the last step is a column, `$key` or
 * `$display`. What does not exist reads as null: a plain `running` of a VM is the vendor's own example.
 */
export function readPath(store: Store, table: Table, path: string): Read {
	const steps = path.split('#');
	const last = steps.pop() ?? '';
	let from: (row: Row) => Row | undefined = (row) => row;
	let current: Table | undefined = table;
	for (const step of steps) {
		const next: Table | undefined = joined(store, current, step);
		if (next === undefined) return () => null;
		const before = from;
		from = (row) => next.find(before(row)?.[step]);
		current = next;
	}
	const end = current;
	if (end === undefined) return () => null;
	if (last === '$display') return (row) => displayOf(end, from(row));
	if (last !== '$key' && !isShown(end, last)) return () => null;
	return (row) => from(row)?.[last] ?? null;
}

function joined(store: Store, table: Table | undefined, column: string): Table | undefined {
	const target = table?.column(column)?.refersTo;
	return target === undefined ? undefined : store.find(target);
}

/** The column exists, is no argument, and no join that has to be followed (`status` of a VM's machine). */
const isShown = (table: Table, name: string): boolean => {
	const column = table.column(name);
	return column !== undefined && column.argument !== true;
};

function displayOf(table: Table, row: Row | undefined): Value {
	if (row === undefined) return null;
	return row[table.definition.display] ?? String(row.$key);
}
