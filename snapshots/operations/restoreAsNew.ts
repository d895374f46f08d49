import { capabilitiesOf, type Connection, type Patience } from '../connection';
import { SnapshotError, hasCode } from '../errors';
import type { Target } from '../model';
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
	assertName(on, target, order.newName);
	const { newName, connectNetwork, powerOn, patience } = order;
	const { timeLimitSeconds } = patience;
	const doing = `restoring ${target.name} as ${newName}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const snapshots = await snapshotsOf(on, target, signal);
		const snapshot = findSnapshot(on, target, snapshots, order.snapshot);
		await assertNameFree(on, target, newName, signal);
		const request = { name: newName, connectNetwork, powerOn };
		const made = await whenUnlocked(on, patience.waitWhileLockedSeconds, signal, (inner) =>
			on.driver.restoreAsNew(target, snapshot, request, inner),
		);
		const newTarget = await verifyRestored(on, target, { made, order }, signal);
		return { action: 'restored', target, snapshot, newTarget, warnings: [] };
	});
}

function assertName(on: Connection, target: Target, newName: string): void {
	const { targetNaming } = capabilitiesOf(on.driver, target.level, target);
	const isTooLong = newName.length > targetNaming.maxLength;
	if (!isTooLong && targetNaming.pattern.test(newName)) return;
	const why = isTooLong
		? `it has ${newName.length} characters, at most ${targetNaming.maxLength} are allowed`
		: `allowed are ${targetNaming.inWords}`;
	throw new SnapshotError(
		'INVALID_INPUT',
		`${target.name} can’t be restored under the name ${JSON.stringify(shortened(newName))}: ${why}`,
		{
			system: on.driver.system,
			target,
			advice: 'Choose another New VM Name. Nothing was changed.',
		},
	);
}

const SHOWN_CHARACTERS = 60;

const shortened = (name: string): string =>
	name.length <= SHOWN_CHARACTERS ? name : `${name.slice(0, SHOWN_CHARACTERS)}…`;

async function assertNameFree(
	on: Connection,
	target: Target,
	newName: string,
	signal: AbortSignal,
): Promise<void> {
	const taken = await findTarget(
		on,
		{ level: target.level, by: 'name', value: newName },
		signal,
	).then(
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
		{
			system: on.driver.system,
			target,
			advice: 'Choose another New VM Name. Nothing was changed.',
		},
	);
}

async function verifyRestored(
	on: Connection,
	source: Target,
	{ made, order }: { readonly made: Target; readonly order: RestoreOrder },
	signal: AbortSignal,
): Promise<Target> {
	const now = await on.driver.readTarget(made, signal);
	const wanted = order.powerOn ? 'running' : 'stopped';
	if (now.id !== source.id && now.name === order.newName && now.powerState === wanted) return now;
	throw new SnapshotError(
		'TASK_FAILED',
		`${source.name} was restored as ${now.name} (${now.id}), but it is ${now.powerState} instead of ${wanted}`,
		{
			system: on.driver.system,
			target: source,
			advice: 'The new VM exists. Look at it on the system.',
		},
	);
}
