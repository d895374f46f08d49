import type { Store } from '../model/store';
import type { Row, Table } from '../model/table';
import { order } from './compare';
import { projectionOf, type Answer } from './fields';
import { filterOf } from './filter';
import { invalidArgument } from './literal';
import { readPath } from './path';

/** Rows as `filter`, `sort`, `offset`, `limit` and `fields` ask for them, in this order. */
export function listRows(
	store: Store,
	table: Table,
	query: URLSearchParams,
	now: number,
): Answer[] {
	const filter = query.get('filter');
	const wanted =
		filter === null || filter.trim() === '' ? undefined : filterOf(store, table, filter, now);
	const project = projectionOf(store, table, query.get('fields'));
	const all = [...table.rows()];
	const found = wanted === undefined ? all : all.filter(wanted);
	const sorted = sortedBy(store, table, found, query.get('sort'));
	return project(page(sorted, query));
}

function sortedBy(store: Store, table: Table, rows: Row[], sort: string | null): Row[] {
	if (sort === null || sort === '') return rows;
	const keys = sort.split(',').map((source) => {
		// An unencoded `+` arrives as a blank, which no column's name begins with.
		const [, sign, path] = /^([+-]?)([\w$#]+)$/.exec(source) ?? [];
		if (path === undefined) throw invalidArgument();
		return { read: readPath(store, table, path), direction: sign === '-' ? -1 : 1 };
	});
	return rows.sort((left, right) => {
		for (const { read, direction } of keys) {
			const difference = order(read(left), read(right)) * direction;
			if (difference !== 0) return difference;
		}
		return 0;
	});
}

function page(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
	const offset = numberOf(query.get('offset'));
	const limit = numberOf(query.get('limit'));
	return rows.slice(offset, limit === 0 ? undefined : offset + limit);
}

/** `limit=0` is unlimited, and so is none. */
function numberOf(source: string | null): number {
	if (source === null) return 0;
	if (!/^\d+$/.test(source)) throw invalidArgument();
	return Number(source);
}
