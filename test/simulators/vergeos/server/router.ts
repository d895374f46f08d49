import { isActionTable, runAction, runRowAction } from '../actions';
import type { ActionResult } from '../actions/action';
import type { Row, Table } from '../model/table';
import type { World } from '../model/world';
import { projectionOf, type Answer as RowAnswer } from '../query/fields';
import { listRows } from '../query/list';
import { writerOf } from '../writers';
import { valuesOf, type Body } from '../writers/input';
import { ApiError, notFound } from './apiError';

/** One request below `/api/v4`. */
export interface ApiRequest {
	readonly method: string;
	/** Decoded: `['machine_snapshots', '14']`. */
	readonly segments: readonly string[];
	readonly query: URLSearchParams;
	readonly body: Body;
}

export interface ApiAnswer {
	readonly status: number;
	/** Undefined: no body at all. */
	readonly body?: unknown;
}

const notAllowed = (): ApiError => new ApiError(405, 'Operation not permitted');

export function route(world: World, request: ApiRequest): ApiAnswer {
	const [name = '', key, action] = request.segments;
	if (request.method === 'POST' && isActionTable(name)) {
		return actionAnswer(world, runAction(world, name, request.body));
	}
	const table = world.store.find(name);
	if (table === undefined) throw notFound(request.segments.join('/'));
	switch (request.method) {
		case 'GET':
			return key === undefined ? list(world, table, request) : get(world, table, key, request);
		case 'POST':
			return key === undefined
				? create(world, table, request)
				: rowAction(world, table, key, action, request);
		case 'PUT':
			return change(world, table, key, request);
		case 'DELETE':
			return remove(world, table, key);
		default:
			throw notAllowed();
	}
}

function list(world: World, table: Table, { query }: ApiRequest): ApiAnswer {
	const rows = listRows(world.store, table, query, world.now());
	const answers = rows.map((row) => withKeys(world, row));
	const single = table.name === 'system' && world.quirks.systemAnswer === 'object';
	return { status: 200, body: single ? answers[0] : answers };
}

function get(world: World, table: Table, key: string, { query }: ApiRequest): ApiAnswer {
	if (key === '$table') return { status: 200, body: table.definition };
	const project = projectionOf(world.store, table, query.get('fields'));
	const [answer] = project([existing(table, key)]);
	return { status: 200, body: withKeys(world, answer ?? {}) };
}

function withKeys(world: World, answer: RowAnswer): RowAnswer {
	const { $key } = answer;
	if (world.quirks.rowKeys === 'number' || typeof $key !== 'number') return answer;
	return { ...answer, $key: String($key) };
}

/** The answer is a receipt, not the row, and its `$key` is text. */
function create(world: World, table: Table, { query, body }: ApiRequest): ApiAnswer {
	const writer = writerOf(table.name);
	const action = query.get('action');
	// The older form of creating a system snapshot; it makes one just the same.
	if (action !== null && action !== 'create') return actionAnswer(world, undefined);
	if (writer.create === undefined) throw notAllowed();
	const row = writer.create(world, valuesOf(world, table, body, 'create'));
	const dbpath = `${table.name}/${row.$key}`;
	const receipt = { location: `/v4/${dbpath}`, dbpath, $row: row.$key, $key: String(row.$key) };
	return { status: 201, body: receipt };
}

function rowAction(
	world: World,
	table: Table,
	key: string,
	action: string | undefined,
	{ body }: ApiRequest,
): ApiAnswer {
	existing(table, key);
	if (action === undefined) throw notAllowed();
	return actionAnswer(world, runRowAction(world, table.name, key, action, body));
}

function change(
	world: World,
	table: Table,
	key: string | undefined,
	request: ApiRequest,
): ApiAnswer {
	const writer = writerOf(table.name);
	if (key === undefined) throw notAllowed();
	const row = existing(table, key);
	const action = request.query.get('action');
	if (action !== null) {
		return actionAnswer(world, runRowAction(world, table.name, key, action, request.body));
	}
	if (writer.change === undefined) throw notAllowed();
	writer.change(world, row, valuesOf(world, table, request.body, 'change'));
	return done(world);
}

function remove(world: World, table: Table, key: string | undefined): ApiAnswer {
	const writer = writerOf(table.name);
	if (key === undefined) throw notAllowed();
	const row = table.find(key);
	if (row === undefined) {
		throw new ApiError(404, `Resource '/v4/${table.name}/${key}' not found during delete`);
	}
	if (writer.remove === undefined) throw notAllowed();
	writer.remove(world, row);
	return { status: 200 };
}

function existing(table: Table, key: string): Row {
	const row = table.find(key);
	if (row === undefined) throw notFound(`${table.name}/${key}`);
	return row;
}

const actionAnswer = (world: World, response: ActionResult): ApiAnswer =>
	response === undefined ? done(world) : { status: 200, body: { response } };

const done = (world: World): ApiAnswer =>
	world.quirks.emptyAnswers ? { status: 200 } : { status: 200, body: {} };
