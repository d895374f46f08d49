import { z } from 'zod';
import type { Connection, Patience } from '../../snapshots/connection';
import { hasCode } from '../../snapshots/errors';
import { LEVEL_IN_WORDS, POWER_STATES, type Level, type TargetRef } from '../../snapshots/model';
import { findTarget } from '../../snapshots/operations/findTarget';
import { resolveTargets, type TargetSelection } from '../../snapshots/operations/resolveTargets';
import { isExpression } from '../../snapshots/selection/namePattern';
import { isUnconditional, type TargetFilter } from '../../snapshots/selection/targetFilter';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import { badUsage } from '../usage';

const texts = z.array(z.string().min(1)).default([]);
const expressions = z
	.array(z.string().min(1).refine(isExpression, 'is no regular expression'))
	.default([]);

/** Options that select targets; see `commands/options.ts`. */
export const selectionSchema = z.object({
	match: texts,
	matchRegex: expressions,
	id: texts,
	tag: texts,
	state: z.array(z.enum(POWER_STATES)).default([]),
	any: z.boolean().default(false),
	exclude: texts,
	excludeRegex: expressions,
	excludeId: texts,
	excludeTag: texts,
});
type SelectionOptions = z.infer<typeof selectionSchema>;

/** Named one by one, or all that a filter lets through. */
export type TargetChoice =
	| { readonly mode: 'named'; readonly level: Level; readonly names: readonly string[] }
	| { readonly mode: 'selected'; readonly selection: TargetSelection };

interface Given {
	readonly level: Level;
	readonly names: readonly string[];
	/** Whether nothing said means everything. Only reading may. */
	readonly allowEverything: boolean;
}

export function readTargets(
	options: SelectionOptions,
	{ level, names, allowEverything }: Given,
): TargetChoice {
	const filter = filterOf(options);
	const isFiltered = !isUnconditional(filter);
	if (level === 'system') {
		if (names.length === 0 && !isFiltered)
			return { mode: 'selected', selection: { mode: 'whole' } };
		throw badUsage('The whole system is the only target of its level', 'Name or select none.');
	}
	if (names.length > 0 && isFiltered) {
		throw badUsage(
			'Targets are both named and selected by options',
			'Name them, or select them by --match, --tag and the like. Nothing was sent.',
		);
	}
	if (names.length > 0) return { mode: 'named', level, names };
	if (isFiltered || allowEverything) {
		return { mode: 'selected', selection: { mode: 'filter', level, filter } };
	}
	throw badUsage(
		`No ${LEVEL_IN_WORDS[level]} was named`,
		"Name some, or select them by --match, --tag and the like; --match '*' means all. Nothing was sent.",
	);
}

/** Whether any of the options says which targets are meant. */
export const isSelecting = (options: SelectionOptions): boolean =>
	!isUnconditional(filterOf(options));

const filterOf = (options: SelectionOptions): TargetFilter => ({
	match: options.any ? 'any' : 'every',
	names: options.match,
	expressions: options.matchRegex,
	ids: options.id,
	tags: options.tag,
	powerStates: options.state,
	exclude: {
		names: options.exclude,
		expressions: options.excludeRegex,
		ids: options.excludeId,
		tags: options.excludeTag,
	},
});

/** What was named is found by its exact name, else by its id. Each target comes once. */
export async function targetsOf(
	on: Connection,
	choice: TargetChoice,
	patience: Patience,
): Promise<readonly TargetRef[]> {
	if (choice.mode === 'selected') return await resolveTargets(on, choice.selection, patience);
	const { level, names } = choice;
	const { timeLimitSeconds } = patience;
	const limited = { timeLimitSeconds, doing: `looking for targets on ${on.driver.system}` };
	return await withinTimeLimit(on, limited, async (signal) => {
		const found = new Map<string, TargetRef>();
		for (const name of names) {
			const target = await namedTarget(on, level, name, signal);
			found.set(target.id, target);
		}
		return [...found.values()];
	});
}

async function namedTarget(
	on: Connection,
	level: Level,
	value: string,
	signal: AbortSignal,
): Promise<TargetRef> {
	try {
		return await findTarget(on, { level, by: 'name', value }, signal);
	} catch (noSuchName) {
		if (!hasCode(noSuchName, 'NOT_FOUND')) throw noSuchName;
		return await findTarget(on, { level, by: 'id', value }, signal).catch((noSuchId: unknown) => {
			// An id that the system does not even take for one is none either: the name is what was meant.
			throw hasCode(noSuchId, 'NOT_FOUND', 'INVALID_INPUT') ? noSuchName : noSuchId;
		});
	}
}
