import { SnapshotError } from '../errors';
import { LEVEL_IN_WORDS, type Level, type Target, type TargetRef } from '../model';
import type { Connection, Patience } from '../connection';
import { withinTimeLimit } from '../waiting/timeLimit';

export type TargetChoice =
	| { readonly level: Level; readonly by: 'id'; readonly value: string }
	| { readonly level: Level; readonly by: 'name'; readonly value: string };

/** Reads the one target that a person chose. A name must be exact and unique. */
export async function findTarget(
	on: Connection,
	choice: TargetChoice,
	signal: AbortSignal,
): Promise<Target> {
	if (choice.by === 'id') {
		return await on.driver.readTarget(
			{ level: choice.level, id: choice.value, name: choice.value },
			signal,
		);
	}
	const named: Target[] = [];
	const query = { level: choice.level, nameContains: choice.value, withSnapshots: false };
	for await (const { target } of on.driver.inventory(query, signal)) {
		if (target.name === choice.value) named.push(target);
	}
	const [only, ...others] = named;
	if (only === undefined) throw notFound(on, choice);
	if (others.length > 0) throw ambiguous(on, choice, named);
	return only;
}

/** Reads it right before the work on it: an earlier job may have changed its power state. */
export async function readTargetNow(
	on: Connection,
	ref: TargetRef,
	{ timeLimitSeconds }: Patience,
): Promise<Target> {
	const limited = { target: ref, timeLimitSeconds, doing: `reading ${ref.name}` };
	return await withinTimeLimit(on, limited, async (signal) => on.driver.readTarget(ref, signal));
}

function notFound(on: Connection, { level, value }: TargetChoice): SnapshotError {
	return new SnapshotError('NOT_FOUND', `There is no ${LEVEL_IN_WORDS[level]} named ${value}`, {
		system: on.driver.system,
		advice: 'Names must match exactly, capitals included. Choose it from the list instead.',
	});
}

function ambiguous(
	on: Connection,
	{ level, value }: TargetChoice,
	named: readonly Target[],
): SnapshotError {
	const ids = named.map(({ id }) => id).join(', ');
	return new SnapshotError(
		'AMBIGUOUS',
		`${named.length} ${LEVEL_IN_WORDS[level]}s are named ${value}`,
		{
			system: on.driver.system,
			advice: `Choose it by ID, one of: ${ids}.`,
		},
	);
}
