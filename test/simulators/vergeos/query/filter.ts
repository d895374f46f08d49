import type { Store } from '../model/store';
import type { Row, Table } from '../model/table';
import { OPERATORS } from './compare';
import { invalidArgument, tokensOf, type Token } from './literal';
import { readPath } from './path';

export type Predicate = (row: Row) => boolean;

/**
 * Reads a filter. `and` and `or` bind equally and are taken strictly from left to right, as measured:
 * `a or b and c` is `(a or b) and c`.
 */
export function filterOf(store: Store, table: Table, source: string, now: number): Predicate {
	const reader = new FilterReader(store, table, tokensOf(source, now));
	return reader.whole();
}

class FilterReader {
	private at = 0;

	constructor(
		private readonly store: Store,
		private readonly table: Table,
		private readonly tokens: readonly Token[],
	) {}

	whole(): Predicate {
		const predicate = this.chain();
		if (this.at < this.tokens.length) throw invalidArgument();
		return predicate;
	}

	private chain(): Predicate {
		let left = this.term();
		for (let word = this.connective(); word !== undefined; word = this.connective()) {
			const [before, right] = [left, this.term()];
			left =
				word === 'and' ? (row) => before(row) && right(row) : (row) => before(row) || right(row);
		}
		return left;
	}

	private term(): Predicate {
		const token = this.next();
		if (token.kind === 'open') {
			const inner = this.chain();
			if (this.next().kind !== 'close') throw invalidArgument();
			return inner;
		}
		if (token.kind !== 'word') throw invalidArgument();
		return this.comparison(token.text);
	}

	private comparison(path: string): Predicate {
		const operator = this.next();
		const literal = this.next();
		if (operator.kind !== 'word' || literal.kind !== 'value') throw invalidArgument();
		const test = OPERATORS.get(operator.text);
		if (test === undefined) throw invalidArgument();
		const read = readPath(this.store, this.table, path);
		return (row) => test(read(row), literal.value);
	}

	private connective(): 'and' | 'or' | undefined {
		const token = this.tokens[this.at];
		if (token?.kind !== 'word' || (token.text !== 'and' && token.text !== 'or')) return undefined;
		this.at += 1;
		return token.text;
	}

	private next(): Token {
		const token = this.tokens[this.at];
		if (token === undefined) throw invalidArgument();
		this.at += 1;
		return token;
	}
}
