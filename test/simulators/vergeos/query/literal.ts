import { ApiError } from '../server/apiError';
import type { Value } from '../model/table';

/** How the measured system refuses what it can't read in `filter`, `fields` or `sort`. */
export const invalidArgument = (): ApiError => new ApiError(422, 'Invalid argument');

export type Token =
	| { readonly kind: 'word'; readonly text: string }
	| { readonly kind: 'value'; readonly value: Value }
	| { readonly kind: 'open' }
	| { readonly kind: 'close' };

const WORD = /^[A-Za-z_$][\w$#]*/;
const NUMBER = /^-?\d+(\.\d+)?(?![\w$#])/;

/** Cuts a filter into words, literals and parentheses. `now` feeds `{$add({$now},604800)}`. */
export function tokensOf(source: string, now: number): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < source.length) {
		const rest = source.slice(at);
		const first = source.charAt(at);
		if (/\s/.test(first)) {
			at += 1;
			continue;
		}
		const [token, length] = nextToken(first, rest, now);
		tokens.push(token);
		at += length;
	}
	return tokens;
}

function nextToken(first: string, rest: string, now: number): [Token, number] {
	if (first === '(') return [{ kind: 'open' }, 1];
	if (first === ')') return [{ kind: 'close' }, 1];
	if (first === "'") {
		const { value, length } = quoted(rest);
		return [{ kind: 'value', value }, length];
	}
	if (first === '{') {
		const length = balanced(rest);
		return [{ kind: 'value', value: evaluated(rest.slice(0, length), now) }, length];
	}
	const number = NUMBER.exec(rest)?.[0];
	if (number !== undefined) return [{ kind: 'value', value: Number(number) }, number.length];
	const word = WORD.exec(rest)?.[0];
	if (word === undefined) throw invalidArgument();
	return [WORDS_WITH_VALUE.get(word) ?? { kind: 'word', text: word }, word.length];
}

const WORDS_WITH_VALUE = new Map<string, Token>([
	['true', { kind: 'value', value: true }],
	['false', { kind: 'value', value: false }],
	['null', { kind: 'value', value: null }],
]);

/**
 * `\`, `'` and `{` are escaped by a backslash. A doubled quote ends the text, as on the measured system; an
 * unescaped balanced `{…}` is swallowed as an expression, an unbalanced one refused.
 */
function quoted(source: string): { value: string; length: number } {
	let value = '';
	for (let at = 1; at < source.length;) {
		const character = source.charAt(at);
		if (character === "'") return { value, length: at + 1 };
		if (character === '\\') {
			if (at + 1 >= source.length) throw invalidArgument();
			value += source.charAt(at + 1);
			at += 2;
		} else if (character === '{') {
			at += balanced(source.slice(at));
		} else {
			value += character;
			at += 1;
		}
	}
	throw invalidArgument();
}

/** How long the `{…}` at the beginning is. */
function balanced(source: string): number {
	let depth = 0;
	for (let at = 0; at < source.length; at += 1) {
		if (source[at] === '{') depth += 1;
		if (source[at] === '}') depth -= 1;
		if (depth === 0) return at + 1;
	}
	throw invalidArgument();
}

/** Of the server's own expressions those that clients are known to use: `$now` and `$add`. */
function evaluated(expression: string, now: number): number {
	const inner = expression.slice(1, -1).trim();
	if (inner === '$now') return now;
	const sum = /^\$add\((.*),\s*(-?\d+)\s*\)$/.exec(inner);
	const [, left, right] = sum ?? [];
	if (left === undefined || right === undefined) throw invalidArgument();
	return operand(left.trim(), now) + Number(right);
}

function operand(source: string, now: number): number {
	if (/^-?\d+$/.test(source)) return Number(source);
	if (!source.startsWith('{') || balanced(source) !== source.length) throw invalidArgument();
	return evaluated(source, now);
}
