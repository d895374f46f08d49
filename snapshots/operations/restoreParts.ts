import type { Connection } from '../connection';
import type { Part } from '../driver';
import { SnapshotError } from '../errors';
import { LEVEL_IN_WORDS, type Level, type Snapshot, type Target } from '../model';
import { namePattern } from '../selection/namePattern';
import { readSettings } from '../settings';
import { withinTimeLimit } from '../waiting/timeLimit';
import { findSnapshot } from './findSnapshot';
import { assertNewName, restoreOne, type RestoreOrder, type RestoreOutcome } from './restoreAsNew';
import { assertPartLevel, partsOf } from './partsOf';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';

export type PartChoice =
	| { readonly level: Level; readonly by: 'id'; readonly value: string }
	/** Whole names or patterns: `*` any text, `?` one character, any case. All that match are meant. */
	| { readonly level: Level; readonly by: 'name'; readonly value: readonly string[] };

export interface RestorePartsOrder extends RestoreOrder {
	readonly parts: PartChoice;
}

/**
 * Brings back parts of one snapshot as new targets: VMs out of a snapshot of the system. In the new name `*`
 * stands for the part’s own name, and must be there when several are meant. One after another; one failure
 * does not stop the others, and is told among the outcomes.
 */
export async function restoreParts(
	on: Connection,
	target: Target,
	order: RestorePartsOrder,
): Promise<readonly (RestoreOutcome | RestorePartFailure)[]> {
	assertSupported(on, target, 'restoreAsNew');
	assertPartLevel(on, target, order.parts.level);
	readSettings(on.driver, target, 'restoreAsNew', order.settings);
	const { timeLimitSeconds } = order.patience;
	const limit = { target, timeLimitSeconds, doing: `looking into a snapshot of ${target.name}` };
	const { snapshot, parts } = await withinTimeLimit(on, limit, async (signal) => {
		const snapshots = await snapshotsOf(on, target, signal);
		const chosen = findSnapshot(on, target, snapshots, order.snapshot);
		return { snapshot: chosen, parts: await choose(on, target, chosen, order.parts, signal) };
	});
	const named = parts.map((part) => ({ part, newName: nameFor(order.newName, part) }));
	assertNamesDiffer(on, target, named);
	for (const { part, newName } of named) {
		assertNewName(on, target, { level: part.level, newName });
	}
	const outcomes: (RestoreOutcome | RestorePartFailure)[] = [];
	for (const { part, newName } of named) {
		const doing = `restoring ${part.name} as ${newName}`;
		const work = withinTimeLimit(on, { target, timeLimitSeconds, doing }, (signal) =>
			restoreOne(on, target, snapshot, { ...order, part, newName }, signal),
		);
		outcomes.push(await work.catch((failure: unknown) => failed(target, snapshot, failure)));
	}
	return outcomes;
}

/** What stands in the place of a part that could not be brought back. */
export interface RestorePartFailure {
	readonly action: 'kept';
	readonly target: Target;
	readonly snapshot: Snapshot;
	readonly warnings: readonly [];
	readonly failure: SnapshotError;
}

function failed(target: Target, snapshot: Snapshot, failure: unknown): RestorePartFailure {
	if (!(failure instanceof SnapshotError)) throw failure;
	return { action: 'kept', target, snapshot, warnings: [], failure };
}

const nameFor = (newName: string, { name }: Part): string => newName.replaceAll('*', name);

async function choose(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	choice: PartChoice,
	signal: AbortSignal,
): Promise<readonly Part[]> {
	const inside = await partsOf(on, target, snapshot, choice.level, signal);
	const found = inside.filter(matcherOf(choice));
	if (found.length > 0) return found;
	const wanted = choice.by === 'id' ? choice.value : choice.value.join(', ');
	const names = inside.map(({ name }) => name).slice(0, MOST_NAMES);
	throw new SnapshotError(
		'NOT_FOUND',
		`Snapshot ${snapshot.name} of ${target.name} holds no ${LEVEL_IN_WORDS[choice.level]} ${wanted}`,
		{
			system: on.driver.system,
			target,
			advice: names.length === 0 ? 'It holds none at all.' : `It holds ${names.join(', ')}.`,
		},
	);
}

const MOST_NAMES = 10;

function matcherOf(choice: PartChoice): (part: Part) => boolean {
	if (choice.by === 'id') return ({ id }) => id === choice.value;
	const patterns = choice.value.map(namePattern);
	return ({ name }) => patterns.some((matches) => matches(name));
}

interface Named {
	readonly part: Part;
	readonly newName: string;
}

function assertNamesDiffer(on: Connection, target: Target, named: readonly Named[]): void {
	const seen = new Map<string, Part>();
	for (const { part, newName } of named) {
		const other = seen.get(newName);
		seen.set(newName, part);
		if (other === undefined) continue;
		throw new SnapshotError(
			'INVALID_INPUT',
			`${other.name} and ${part.name} would both be restored as ${newName}`,
			{
				system: on.driver.system,
				target,
				advice: 'Put * into New Name; it stands for the name of each. Nothing was changed.',
			},
		);
	}
}
