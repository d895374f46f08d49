import { invalidArgument } from './literal';
import type { Value } from '../model/table';

type Test = (actual: Value, wanted: Value) => boolean;

/** Every operator there is; there is no `in`, `like`, `contains` or `startswith`. */
export const OPERATORS: ReadonlyMap<string, Test> = new Map<string, Test>([
	['eq', (actual, wanted) => same(actual, wanted)],
	['ne', (actual, wanted) => !same(actual, wanted)],
	['gt', (actual, wanted) => ordered(actual, wanted, (order) => order > 0)],
	['ge', (actual, wanted) => ordered(actual, wanted, (order) => order >= 0)],
	['lt', (actual, wanted) => ordered(actual, wanted, (order) => order < 0)],
	['le', (actual, wanted) => ordered(actual, wanted, (order) => order <= 0)],
	['bw', (actual, wanted) => asText(actual).startsWith(asText(wanted))],
	['ew', (actual, wanted) => asText(actual).endsWith(asText(wanted))],
	['cs', (actual, wanted) => asText(actual).includes(asText(wanted))],
	['ct', (actual, wanted) => asText(actual).toLowerCase().includes(asText(wanted).toLowerCase())],
	['rx', (actual, wanted) => expressionOf(asText(wanted)).test(asText(actual))],
]);

/** `enabled eq 1` and `is_snapshot eq false` both work, and numbers may come as text. */
const plain = (value: Value): Value => (typeof value === 'boolean' ? Number(value) : value);

function same(left: Value, right: Value): boolean {
	const [a, b] = [plain(left), plain(right)];
	if (a === null || b === null) return a === b;
	return a === b || asText(a) === asText(b);
}

function ordered(left: Value, right: Value, holds: (order: number) => boolean): boolean {
	if (left === null || right === null) return false;
	return holds(order(left, right));
}

/** Null comes first. */
export function order(left: Value, right: Value): number {
	const [a, b] = [plain(left), plain(right)];
	if (a === null || b === null) return Number(a !== null) - Number(b !== null);
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	if (isNumeric(a) && isNumeric(b)) return Number(a) - Number(b);
	const [x, y] = [asText(a), asText(b)];
	return x < y ? -1 : Number(x > y);
}

const isNumeric = (value: Value): boolean =>
	typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

export function asText(value: Value): string {
	if (value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const expressions = new Map<string, RegExp>();

/** POSIX extended expressions and JavaScript's agree on what clients of snapshots ask for. */
function expressionOf(source: string): RegExp {
	let expression = expressions.get(source);
	if (expression === undefined) {
		try {
			expression = new RegExp(source);
		} catch (error) {
			if (error instanceof SyntaxError) throw invalidArgument();
			throw error;
		}
		expressions.set(source, expression);
	}
	return expression;
}
