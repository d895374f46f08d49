import type { Store } from '../model/store';
import type { Row, Table, Value } from '../model/table';
import { asText, order } from './compare';
import { invalidArgument } from './literal';
import { readPath, type Read } from './path';

export type Answer = Record<string, Value>;
export type Project = (rows: readonly Row[]) => Answer[];

const SCALAR_FUNCTIONS: Readonly<Record<string, (value: Value) => Value>> = {
	upper: (value) => asText(value).toUpperCase(),
	lower: (value) => asText(value).toLowerCase(),
	display: (value) => asText(value).replace(/^./, (first) => first.toUpperCase()),
};

const AGGREGATES: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
	count: (values) => values.length,
	sum: (values) => total(values),
	avg: (values) => (values.length === 0 ? null : total(values) / values.length),
	min: (values) => [...values].sort(order)[0] ?? null,
	max: (values) => [...values].sort(order).at(-1) ?? null,
};

const total = (values: readonly Value[]): number =>
	values.reduce<number>((sum, value) => sum + Number(value), 0);

/** What `fields` asks for. Without it there is little more than the key. */
export function projectionOf(store: Store, table: Table, fields: string | null): Project {
	if (fields === null) return (rows) => rows.map(({ $key }) => ({ $key }));
	const names = fields.split(',').map((name) => name.trim());
	// Names nothing, so counts instead.
	if (names.every((name) => name === '' || name === '$count')) {
		return (rows) => [{ $count: rows.length }];
	}
	const parts = names.flatMap((name) => expanded(table, name));
	if (parts.some(({ aggregate }) => aggregate !== undefined)) return totals(store, table, parts);
	const readers = parts.map(({ alias, path, change }): [string, Read] => {
		const read = readPath(store, table, path);
		return [alias, change === undefined ? read : (row) => change(read(row))];
	});
	return (rows) => rows.map((row) => pick(row, readers));
}

function pick(row: Row, readers: readonly (readonly [string, Read])[]): Answer {
	const answer: Answer = {};
	for (const [alias, read] of readers) answer[alias] = read(row);
	return answer;
}

function totals(store: Store, table: Table, parts: readonly Part[]): Project {
	return (rows) => {
		const answer: Answer = {};
		for (const { alias, path, aggregate } of parts) {
			const read = readPath(store, table, path);
			const values = rows.map(read);
			answer[alias] = aggregate === undefined ? (values[0] ?? null) : aggregate(values);
		}
		return [answer];
	};
}

interface Part {
	readonly alias: string;
	readonly path: string;
	readonly change?: (value: Value) => Value;
	readonly aggregate?: (values: readonly Value[]) => Value;
}

function expanded(table: Table, name: string): Part[] {
	switch (name) {
		case '':
			return [];
		// The table's own columns; `$key` is none of them.
		case 'all':
			return shown(table).map(named);
		case 'most':
			return ['$key', ...shown(table)].map(named);
		case 'summary':
			return ['$key', table.definition.display].map(named);
		default: {
			const column = table.column(name);
			return column?.argument === true ? [] : [partOf(name)];
		}
	}
}

const shown = (table: Table): string[] =>
	Object.entries(table.definition.columns)
		.filter(([, column]) => column.argument !== true)
		.map(([name]) => name);

const named = (name: string): Part => ({ alias: name, path: name });

const PART = /^((?:[\w$]+#)*)([\w$]+)(?:\(([\w$#]+)\))?(?:\s+as\s+([\w$]+))?$/;

function partOf(source: string): Part {
	const [, joins = '', last = '', argument, alias] = PART.exec(source) ?? [];
	if (last === '') throw invalidArgument();
	if (argument === undefined) return { alias: alias ?? `${joins}${last}`, path: `${joins}${last}` };
	const change = SCALAR_FUNCTIONS[last];
	const aggregate = AGGREGATES[last];
	if (change === undefined && aggregate === undefined) throw invalidArgument();
	const whole = `${joins}${last}(${argument})`;
	return { alias: alias ?? whole, path: `${joins}${argument}`, change, aggregate };
}
