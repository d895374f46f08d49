import { capabilitiesOf, type Connection, type Patience } from '../connection';
import type { Part, RestoreRequest } from '../driver';
import { SnapshotError, hasCode } from '../errors';
import type { Level, Snapshot, Target } from '../model';
import { readSettings, type GivenSettings } from '../settings';
import { withinTimeLimit } from '../waiting/timeLimit';
import { whenUnlocked } from '../waiting/whenUnlocked';
import { findSnapshot, type SnapshotChoice } from './findSnapshot';
import { findTarget } from './findTarget';
import type { Outcome } from './result';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';

export interface RestoreOrder {
	readonly snapshot: SnapshotChoice;
	readonly newName: string;
	readonly connectNetwork: boolean;
	readonly powerOn: boolean;
	/** The system’s own choices, by name; see `LevelCapabilities.settings`. */
	readonly settings?: GivenSettings;
	readonly patience: Patience;
}

export interface RestoreOutcome extends Outcome {
	readonly action: 'restored';
	readonly newTarget: Target;
}

/** Makes a new target out of a snapshot. The source and its snapshots are never touched. */
export async function restoreAsNew(
	on: Connection,
	target: Target,
	order: RestoreOrder,
): Promise<RestoreOutcome> {
	assertSupported(on, target, 'restoreAsNew');
	assertWhole(on, target);
	assertNewName(on, target, { level: target.level, newName: order.newName });
	readSettings(on.driver, target, 'restoreAsNew', order.settings);
	const { timeLimitSeconds } = order.patience;
	const doing = `restoring ${target.name} as ${order.newName}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const snapshots = await snapshotsOf(on, target, signal);
		const snapshot = findSnapshot(on, target, snapshots, order.snapshot);
		return await restoreOne(on, target, snapshot, order, signal);
	});
}

/** Brings back the snapshot, or one part of it, under a name that is free, and reads what was made. */
export async function restoreOne(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	order: RestoreOrder & { readonly part?: Part },
	signal: AbortSignal,
): Promise<RestoreOutcome> {
	const { newName, connectNetwork, powerOn, part, patience } = order;
	const source = part ?? target;
	await assertNameFree(on, target, { level: source.level, newName }, signal);
	const settings = readSettings(on.driver, target, 'restoreAsNew', order.settings);
	const request: RestoreRequest = { name: newName, connectNetwork, powerOn, part, settings };
	const made = await whenUnlocked(on, patience.waitWhileLockedSeconds, signal, (inner) =>
		on.driver.restoreAsNew(target, snapshot, request, inner),
	);
	const newTarget = await verifyRestored(on, source, { made, order }, signal);
	return { action: 'restored', target, snapshot, newTarget, warnings: [] };
}

function assertWhole(on: Connection, target: Target): void {
	const { parts = [] } = capabilitiesOf(on.driver, target.level, target);
	if (parts.length === 0) return;
	throw new SnapshotError(
		'INVALID_INPUT',
		`A snapshot of ${target.name} is brought back part by part, never whole`,
		{
			system: on.driver.system,
			target,
			advice: `Say which ${parts.join(' or ')} in it to restore. Nothing was sent.`,
		},
	);
}

interface NewName {
	readonly level: Level;
	readonly newName: string;
}

/** Refuses before the first request a name that the system would refuse. */
export function assertNewName(on: Connection, target: Target, { level, newName }: NewName): void {
	const { targetNaming } = capabilitiesOf(on.driver, level, target);
	const isTooLong = newName.length > targetNaming.maxLength;
	if (!isTooLong && targetNaming.pattern.test(newName)) return;
	const why = isTooLong
		? `it has ${newName.length} characters, at most ${targetNaming.maxLength} are allowed`
		: `allowed are ${targetNaming.inWords}`;
	throw new SnapshotError(
		'INVALID_INPUT',
		`${target.name} can’t be restored under the name ${JSON.stringify(shortened(newName))}: ${why}`,
		{ system: on.driver.system, target, advice: 'Choose another New Name. Nothing was changed.' },
	);
}

const SHOWN_CHARACTERS = 60;

const shortened = (name: string): string =>
	name.length <= SHOWN_CHARACTERS ? name : `${name.slice(0, SHOWN_CHARACTERS)}…`;

async function assertNameFree(
	on: Connection,
	target: Target,
	{ level, newName }: NewName,
	signal: AbortSignal,
): Promise<void> {
	const taken = await findTarget(on, { level, by: 'name', value: newName }, signal).then(
		() => true,
		(error: unknown) => {
			if (hasCode(error, 'AMBIGUOUS')) return true;
			if (hasCode(error, 'NOT_FOUND')) return false;
			throw error;
		},
	);
	if (!taken) return;
	throw new SnapshotError(
		'CONFLICT',
		`${target.name} can’t be restored as ${newName}: that name is taken`,
		{ system: on.driver.system, target, advice: 'Choose another New Name. Nothing was changed.' },
	);
}

async function verifyRestored(
	on: Connection,
	source: { readonly id: string; readonly name: string },
	{ made, order }: { readonly made: Target; readonly order: RestoreOrder },
	signal: AbortSignal,
): Promise<Target> {
	const now = await on.driver.readTarget(made, signal);
	const wanted = order.powerOn ? 'running' : 'stopped';
	const isAsWanted = now.powerState === 'none' || now.powerState === wanted;
	if (now.id !== source.id && now.name === order.newName && isAsWanted) return now;
	throw new SnapshotError(
		'TASK_FAILED',
		`${source.name} was restored as ${now.name} (${now.id}), but it is ${now.powerState} instead of ${wanted}`,
		{ system: on.driver.system, advice: 'It exists. Look at it on the system.' },
	);
}
