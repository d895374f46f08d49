/**
 * Compiles a name pattern: `*` is any text, `?` one character, all else itself; the whole name must match, in
 * any case. Not a regular expression, so its time is bounded by pattern × name whatever a person types.
 */
export function namePattern(pattern: string): (name: string) => boolean {
	const wanted = [...folded(pattern)];
	return (name) => matches(wanted, [...folded(name)]);
}

/** Greedy with one remembered star: going back further than the last star can never help. */
function matches(wanted: readonly string[], name: readonly string[]): boolean {
	let at = 0;
	let from = 0;
	let star = -1;
	let resume = 0;
	while (from < name.length) {
		if (wanted[at] === '*') {
			star = at++;
			resume = from;
		} else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === name[from])) {
			at++;
			from++;
		} else if (star >= 0) {
			at = star + 1;
			from = ++resume;
		} else {
			return false;
		}
	}
	return wanted.slice(at).every((char) => char === '*');
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Longer names than any system allows; bounds what an unlucky expression may cost. */
const LONGEST_NAME = 512;

/** Compiles a regular expression that is looked for anywhere in the name; capitals count. */
export function nameExpression(expression: string): (name: string) => boolean {
	const regular = new RegExp(expression, 'u');
	return (name) => regular.test(name.normalize('NFC').slice(0, LONGEST_NAME));
}

export function isExpression(text: string): boolean {
	try {
		nameExpression(text);
		return true;
	} catch {
		return false; // the only thing that can go wrong is that it is none
	}
}
