import type { Connection, Patience } from '../connection';
import { SnapshotError } from '../errors';
import { LEVEL_IN_WORDS, type Level, type Target, type TargetRef } from '../model';
import { findTarget } from './findTarget';
import { selectTargets } from './list';
import { withinTimeLimit } from '../waiting/timeLimit';
import type { TargetFilter } from '../selection/targetFilter';

/** Which targets a run is about. */
export type TargetSelection =
	/** The system itself, which is its own only target. */
	| { readonly mode: 'whole' }
	| { readonly mode: 'name'; readonly level: Level; readonly name: string }
	| { readonly mode: 'ref'; readonly target: TargetRef }
	| { readonly mode: 'filter'; readonly level: Level; readonly filter: TargetFilter };

/** Finds the targets that a person meant. To find none is told: a run that protects nothing must not look well. */
export async function resolveTargets(
	on: Connection,
	selection: TargetSelection,
	{ timeLimitSeconds }: Patience,
): Promise<readonly TargetRef[]> {
	if (selection.mode === 'ref') return [selection.target];
	const limited = { timeLimitSeconds, doing: `looking for targets on ${on.driver.system}` };
	return await withinTimeLimit(on, limited, async (signal) => {
		if (selection.mode === 'whole') return [await wholeSystem(on, signal)];
		const { level } = selection;
		if (selection.mode === 'name') {
			return [await findTarget(on, { level, by: 'name', value: selection.name }, signal)];
		}
		const targets: TargetRef[] = [];
		for await (const target of selectTargets(on, level, selection.filter, signal)) {
			targets.push(target);
		}
		if (targets.length === 0) throw noMatch(on, level);
		return targets;
	});
}

/** The one target of the level `system`. */
export async function wholeSystem(on: Connection, signal: AbortSignal): Promise<Target> {
	const query = { level: 'system', withSnapshots: false } as const;
	for await (const { target } of on.driver.inventory(query, signal)) return target;
	throw new SnapshotError('INVALID_RESPONSE', `${on.driver.system} does not tell about itself`, {
		system: on.driver.system,
	});
}

const noMatch = (on: Connection, level: Level): SnapshotError =>
	new SnapshotError('NOT_FOUND', `No ${LEVEL_IN_WORDS[level]} matches the filter`, {
		system: on.driver.system,
		advice:
			'Check Filter. List Snapshots with Include Those Without Snapshots shows what is there.',
	});
