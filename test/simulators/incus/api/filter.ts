import { badRequest } from './request';

interface Clause {
	readonly join: 'and' | 'or';
	readonly not: boolean;
	readonly field: string;
	readonly operator: 'eq' | 'ne';
	readonly value: string;
}

/** `status eq Running and not config.user.tier eq test`, from left to right. Throws 400. */
export function parsedFilter(text: string): (thing: unknown) => boolean {
	const clauses = clausesOf(text.match(/"[^"]*"|\S+/g) ?? []);
	return (thing) => {
		let result = true;
		for (const clause of clauses) {
			const fits = matches(thing, clause);
			result = clause.join === 'and' ? result && fits : result || fits;
		}
		return result;
	};
}

function clausesOf(words: readonly string[]): Clause[] {
	const clauses: Clause[] = [];
	const rest = [...words];
	while (rest.length > 0) {
		const join = clauses.length === 0 ? 'and' : rest.shift();
		if (join !== 'and' && join !== 'or') throw badRequest(`Invalid filter: unexpected ${join}`);
		const not = rest[0] === 'not';
		if (not) rest.shift();
		const [field, operator, value] = rest.splice(0, 3);
		if (field === undefined || value === undefined || (operator !== 'eq' && operator !== 'ne')) {
			throw badRequest('Invalid filter: incomplete clause');
		}
		clauses.push({ join, not, field, operator, value: value.replace(/^"(.*)"$/, '$1') });
	}
	return clauses;
}

function matches(thing: unknown, { not, field, operator, value }: Clause): boolean {
	const found = valueOf(thing, field.split('.'));
	// A value is an expression for the whole text, in any case of letters.
	const equal =
		found !== undefined &&
		expression(value).test(typeof found === 'string' ? found : String(found));
	return (operator === 'eq') !== not ? equal : !equal;
}

function expression(value: string): RegExp {
	try {
		return new RegExp(`^(?:${value})$`, 'i');
	} catch (error) {
		if (error instanceof SyntaxError) throw badRequest(`Invalid filter: ${error.message}`);
		throw error;
	}
}

/** Keys of a configuration have dots of their own, so what is left of the path is tried as one too. */
function valueOf(thing: unknown, path: readonly string[]): string | number | boolean | undefined {
	if (path.length === 0) {
		return typeof thing === 'string' || typeof thing === 'number' || typeof thing === 'boolean'
			? thing
			: undefined;
	}
	if (typeof thing !== 'object' || thing === null) return undefined;
	const fields = thing as Readonly<Record<string, unknown>>;
	const whole = path.join('.');
	if (whole in fields) return valueOf(fields[whole], []);
	const [first = '', ...rest] = path;
	return valueOf(fields[first], rest);
}
