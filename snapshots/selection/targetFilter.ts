import type { PowerState, Target } from '../model';
import { nameExpression, namePattern } from './namePattern';

/** What a target must have, or must not have. An empty list asks nothing. */
export interface Conditions {
	/** Patterns: `*` any text, `?` one character; whole name, any case. */
	readonly names: readonly string[];
	/** Regular expressions: found anywhere in the name, capitals count. */
	readonly expressions: readonly string[];
	readonly ids: readonly string[];
	readonly tags: readonly string[];
}

/**
 * Which targets a run covers. The selection of every node and of the command line, with the semantics of
 * vProtect's automatic assignment: what is excluded is out, whatever includes it, and any exclusion is enough.
 */
export interface TargetFilter extends Conditions {
	/** Whether every kind of condition that is there must hold, or any one of them. Of one kind, one is enough. */
	readonly match: 'every' | 'any';
	/** Restricts whatever else is said. */
	readonly powerStates: readonly PowerState[];
	readonly exclude: Conditions;
}

const NOTHING: Conditions = { names: [], expressions: [], ids: [], tags: [] };

export const EVERYTHING: TargetFilter = {
	...NOTHING,
	match: 'every',
	powerStates: [],
	exclude: NOTHING,
};

export const isUnconditional = ({ exclude, powerStates, ...include }: TargetFilter): boolean =>
	[powerStates, ...listsOf(include), ...listsOf(exclude)].every(({ length }) => length === 0);

const listsOf = ({ names, expressions, ids, tags }: Conditions): (readonly string[])[] => [
	names,
	expressions,
	ids,
	tags,
];

type Test = (target: Target) => boolean;

/** Throws a `SyntaxError` for an expression that is none; nodes and the command line look before. */
export function targetMatcher(filter: TargetFilter): Test {
	const included = testsOf(filter);
	const excluded = testsOf(filter.exclude);
	const powerStates = new Set(filter.powerStates);
	const covers: Test =
		filter.match === 'every' || included.length === 0
			? (target) => included.every((test) => test(target))
			: (target) => included.some((test) => test(target));
	return (target) =>
		!excluded.some((test) => test(target)) &&
		(powerStates.size === 0 || powerStates.has(target.powerState)) &&
		covers(target);
}

/** One test for each kind of condition that is there. */
function testsOf({ names, expressions, ids, tags }: Conditions): Test[] {
	const patterns = names.map(namePattern);
	const regular = expressions.map(nameExpression);
	const idSet = new Set(ids);
	const tagSet = new Set(tags);
	const tests: [readonly unknown[], Test][] = [
		[names, ({ name }) => patterns.some((matches) => matches(name))],
		[expressions, ({ name }) => regular.some((matches) => matches(name))],
		[ids, ({ id }) => idSet.has(id)],
		[tags, (target) => target.tags.some((tag) => tagSet.has(tag))],
	];
	return tests.filter(([list]) => list.length > 0).map(([, test]) => test);
}
