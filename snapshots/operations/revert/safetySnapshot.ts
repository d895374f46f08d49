import type { Connection } from '../../connection';
import type { Snapshot, Target } from '../../model';
import { createSnapshot } from '../create/createSnapshot';
import { isSupported } from '../support';
import type { RevertOrder } from './revertOrder';

/** Profile under which safety snapshots are kept and pruned. */
export const SAFETY_PROFILE = 'Before Revert';

/** Keeps the present state, in the same manner as the snapshot that is reverted to. */
export async function takeSafetySnapshot(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	order: RevertOrder,
): Promise<Snapshot> {
	const memory =
		snapshot.consistency === 'memory' || !isSupported(on, target, 'diskOnlyWhileRunning');
	const made = await createSnapshot(on, target, {
		identity: { profile: SAFETY_PROFILE, runKey: order.runKey },
		note: `State of ${target.name} before the revert to ${snapshot.name}`,
		memory: memory && target.powerState !== 'stopped' && isSupported(on, target, 'memory'),
		quiesce: 'off',
		patience: order.patience,
	});
	return made.snapshot;
}
