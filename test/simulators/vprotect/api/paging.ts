import type { Answer } from '../../../support/simulatedHttps';
import { invalid } from '../server/apiError';
import type { ApiRequest } from './request';

/**
 * `page`, `size`, `orderBy`, `direction` and `filter`, with the total in a header. What `filter` looks at is
 * not established: here it is a part of the name, in any case.
 */
export function listAnswer<T>(
	{ world, query }: ApiRequest,
	things: readonly T[],
	view: (thing: T) => Readonly<Record<string, unknown>>,
): Answer {
	const headers = { 'x-total-count': String(things.length) };
	if (world.quirks.paging === 'ignored') return { status: 200, body: things.map(view), headers };
	const views = ordered(filtered(things.map(view), query.get('filter')), query);
	return {
		status: 200,
		body: pageOf(views, query, world.quirks.firstPage),
		headers: { 'x-total-count': String(views.length) },
	};
}

type View = Readonly<Record<string, unknown>>;

function filtered(views: readonly View[], filter: string | null): readonly View[] {
	if (filter === null || filter === '') return views;
	const wanted = filter.toLowerCase();
	return views.filter(({ name }) => String(name).toLowerCase().includes(wanted));
}

function ordered(views: readonly View[], query: URLSearchParams): readonly View[] {
	const field = query.get('orderBy');
	if (field === null) return views;
	const sign = query.get('direction')?.toLowerCase() === 'desc' ? -1 : 1;
	return [...views].sort((a, b) => sign * compare(plain(a[field]), plain(b[field])));
}

/** Of an enumeration or a reference, the name. */
const plain = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'name' in value ? value.name : value;

function compare(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const [one, other] = [String(a), String(b)];
	return one < other ? -1 : one > other ? 1 : 0;
}

function pageOf(
	views: readonly View[],
	query: URLSearchParams,
	firstPage: number,
): readonly View[] {
	const size = query.get('size');
	if (size === null) return views;
	const [length, page] = [Number(size), Number(query.get('page') ?? firstPage) - firstPage];
	if (!(Number.isInteger(length) && length > 0 && Number.isInteger(page) && page >= 0)) {
		throw invalid('page and size must be whole numbers');
	}
	return views.slice(page * length, (page + 1) * length);
}
