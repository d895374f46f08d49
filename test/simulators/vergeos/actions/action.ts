import type { Row, Value } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import { danglingKey, missing, notInList, type Body } from '../writers/input';

/** What an action gives back in `response`; undefined for nothing at all. */
export type ActionResult = Readonly<Record<string, Value>> | undefined;

export interface ActionCall {
	readonly world: World;
	readonly body: Body;
	/** `params`, or nothing. */
	readonly params: Body;
}

export interface RowActionCall extends ActionCall {
	/** The row that the action is for. */
	readonly row: Row;
}

export type Action = (call: RowActionCall) => ActionResult;

/** An action that exists on the real system and does nothing here: it must not look as if it had worked. */
export const notSimulated: Action = () => {
	throw new ApiError(501, 'This action is not simulated');
};

const isBody = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export function callOf(world: World, body: Body): ActionCall {
	return { world, body, params: isBody(body.params) ? body.params : {} };
}

/** Picks the action that the body names, among those that the table knows. */
export function chosen<T>(actions: Readonly<Record<string, T>>, body: Body): T {
	const { action } = body;
	if (action === undefined) throw missing('action');
	const found = typeof action === 'string' ? actions[action] : undefined;
	if (found === undefined) throw notInList(action, 'action');
	return found;
}

/** The row that the body's field points to, such as `vm` in `vm_actions`. */
export function rowOf(world: World, table: string, field: string, body: Body): Row {
	const key = body[field];
	if (key === undefined || key === null) throw missing(field);
	if (typeof key !== 'string' && typeof key !== 'number') throw danglingKey(field);
	const row = world.table(table).find(key);
	if (row === undefined) throw danglingKey(field);
	return row;
}

export const isTrue = (value: unknown): boolean =>
	value === true || value === 'true' || value === 1;

/** Text among the parameters; what is no text, or is empty, is none. */
export const textIn = (params: Body, name: string): string | undefined => {
	const value = params[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
};
