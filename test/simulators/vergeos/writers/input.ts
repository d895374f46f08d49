import type { Column } from '../model/columns';
import type { Table, Value } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';

export type Body = Readonly<Record<string, unknown>>;
export type Values = Record<string, Value>;

const failsValidation = (field: string): ApiError =>
	new ApiError(422, `Validation error on field: '${field}' - 'fails validation test'`);

export const missing = (field: string): ApiError =>
	new ApiError(
		422,
		`${field.replace(/^./, (first) => first.toUpperCase())} is a required parameter`,
	);

export const notInList = (value: unknown, field: string): ApiError =>
	new ApiError(422, `value '${String(value)}' is not in list for field '${field}'`);

/**
 * The columns that a body sets, checked. What no column is called is dropped without a word, as measured;
 * read-only columns are refused.
 */
export function valuesOf(
	world: World,
	table: Table,
	body: Body,
	request: 'create' | 'change',
): Values {
	const values: Values = {};
	for (const [name, given] of Object.entries(body)) {
		const column = knownColumn(world, table, name);
		if (name === '$key' || (column && !isSettable(column, request))) {
			throw new ApiError(422, `field '${name}' is readonly`);
		}
		if (column !== undefined) values[name] = checked(world, name, column, given);
	}
	if (request === 'create') assertComplete(table, values);
	return values;
}

const isSettable = ({ settable }: Column, request: 'create' | 'change'): boolean =>
	settable === 'always' || (settable === 'create' && request === 'create');

function assertComplete(table: Table, values: Values): void {
	for (const [name, column] of Object.entries(table.definition.columns)) {
		if (column.required === true && (values[name] ?? null) === null) throw missing(name);
	}
}

function checked(world: World, name: string, column: Column, given: unknown): Value {
	switch (column.type) {
		case 'text':
			return checkedText(name, column, given);
		case 'integer':
			return checkedInteger(name, column, given);
		case 'boolean':
			return checkedBoolean(name, given);
		case 'key':
			return checkedKey(world, name, column, given);
		case 'list':
			return checkedList(world, name, given);
	}
}

function checkedText(
	name: string,
	{ required, maxLength, choices }: Column,
	given: unknown,
): Value {
	if (typeof given !== 'string' && typeof given !== 'number') throw failsValidation(name);
	const text = String(given);
	if (choices !== undefined && !choices.includes(text)) throw notInList(text, name);
	if (required === true && text === '') throw failsValidation(name);
	if (maxLength !== undefined && [...text].length > maxLength) throw failsValidation(name);
	return text;
}

function checkedInteger(name: string, { range }: Column, given: unknown): Value {
	const number = typeof given === 'string' && given !== '' ? Number(given) : given;
	if (typeof number !== 'number' || !Number.isInteger(number)) throw failsValidation(name);
	if (range !== undefined && (number < range[0] || number > range[1])) throw failsValidation(name);
	return number;
}

/** Documents show booleans as text, clients send real ones. */
function checkedBoolean(name: string, given: unknown): Value {
	if (given === true || given === 'true' || given === 1) return true;
	if (given === false || given === 'false' || given === 0) return false;
	throw failsValidation(name);
}

function checkedKey(world: World, name: string, { refersTo }: Column, given: unknown): Value {
	if (given === null || given === '') return null;
	if (typeof given !== 'number' && typeof given !== 'string') throw failsValidation(name);
	const row = world.store.find(refersTo ?? '')?.find(given);
	if (row === undefined) throw danglingKey(name);
	return row.$key;
}

/** A key that leads nowhere is 404, not 422, as measured. */
export const danglingKey = (field: string): ApiError =>
	new ApiError(404, `error setting field '${field}': No such file or directory`);

/** Whether lists or comma-separated text is not known. */
function checkedList(world: World, name: string, given: unknown): Value {
	const { tagLists } = world.quirks;
	if (Array.isArray(given) && tagLists !== 'csv') return given.map((entry) => String(entry));
	if (typeof given === 'string' && tagLists !== 'list') {
		return given.split(',').filter((entry) => entry !== '');
	}
	throw failsValidation(name);
}

/** An older version has never heard of a newer column, and drops it. */
function knownColumn(world: World, table: Table, name: string): Column | undefined {
	const column = table.column(name);
	const isNewer = column?.since !== undefined && isOlder(world.version, column.since);
	return isNewer ? undefined : column;
}

function isOlder(version: string, since: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [sinceMajor = 0, sinceMinor = 0] = since.split('.').map(Number);
	return major < sinceMajor || (major === sinceMajor && minor < sinceMinor);
}
