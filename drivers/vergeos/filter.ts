/**
 * VergeOS evaluates `and` and `or` strictly from left to right, and reads `{…}` in a text as an expression
 * unless the brace is escaped. So every group has parentheses, and every text passes `quoted`.
 */
export type Filter = string & { readonly __filter: never };

const group = (text: string): Filter => `(${text})` as Filter;

export const equals = (column: string, value: string | boolean): Filter =>
	group(`${column} eq ${typeof value === 'string' ? quoted(value) : value}`);

/** Most keys are numbers, which must not be quoted; volumes have 40 hexadecimal digits, which must be. */
export const hasKey = (column: string, key: string): Filter =>
	group(`${column} eq ${/^\d{1,15}$/.test(key) ? key : quoted(key)}`);

/** Whatever the case. */
export const contains = (column: string, text: string): Filter =>
	group(`${column} ct ${quoted(text)}`);

export const beginsWith = (column: string, text: string): Filter =>
	group(`${column} bw ${quoted(text)}`);

export const every = (...filters: readonly Filter[]): Filter =>
	filters.length === 1 && filters[0] !== undefined ? filters[0] : group(filters.join(' and '));

const quoted = (text: string): string => `'${text.replace(/[\\'{]/g, '\\$&')}'`;
