import type { Connection } from '../../connection';
import type { RevertRequest } from '../../driver';
import { SnapshotError } from '../../errors';
import type { Snapshot, Target } from '../../model';
import { warning, type Warning } from '../warnings';
import type { RevertOrder } from './revertOrder';

/** Reads the target's state; a wrong power state after a revert that worked is told as just that. */
export async function verifyReverted(
	on: Connection,
	target: Target,
	wanted: { readonly snapshot: Snapshot; readonly power: RevertRequest['power'] },
	signal: AbortSignal,
): Promise<Target> {
	const after = await on.driver.readTarget(target, signal);
	if (wanted.power === 'asSnapshot' || after.powerState === wanted.power) return after;
	throw new SnapshotError(
		'TASK_FAILED',
		`${target.name} was reverted to ${wanted.snapshot.name}, but is ${after.powerState} instead of ${wanted.power}`,
		{
			system: on.driver.system,
			target,
			advice: 'The revert itself is done. Set the power state on the system.',
		},
	);
}

export function revertWarnings(
	before: Target,
	after: Target,
	order: RevertOrder,
	lost: readonly Snapshot[],
): Warning[] {
	const warnings: Warning[] = [];
	if (!order.safetySnapshot) {
		warnings.push(
			warning('NO_SAFETY_SNAPSHOT', `The state of ${after.name} before the revert was not kept.`),
		);
	}
	if (lost.length > 0) {
		const names = lost.map(({ name }) => name).join(', ');
		warnings.push(
			warning('SNAPSHOTS_LOST', `The revert of ${after.name} cost newer snapshots: ${names}.`),
		);
	}
	if (before.powerState !== after.powerState) {
		warnings.push(
			warning(
				'POWER_CHANGED',
				`${after.name} was ${before.powerState} and is ${after.powerState} now.`,
			),
		);
	}
	return warnings;
}
