import type { Connection } from '../../connection';
import type { RevertRequest } from '../../driver';
import type { Snapshot, Target } from '../../model';
import { readSettings } from '../../settings';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { whenUnlocked } from '../../waiting/whenUnlocked';
import { findSnapshot } from '../findSnapshot';
import type { Outcome } from '../result';
import { snapshotsOf } from '../snapshotsOf';
import { assertSupported } from '../support';
import { assertRevertable, type RevertOrder } from './revertOrder';
import { takeSafetySnapshot } from './safetySnapshot';
import { revertWarnings, verifyReverted } from './verifyReverted';

export interface RevertOutcome extends Outcome {
	readonly action: 'reverted';
	readonly safetySnapshot?: Snapshot;
	/** Newer snapshots that the system gave up for the revert. */
	readonly lost: readonly Snapshot[];
}

/** Returns a target to one exact snapshot, in the power state asked for, and reports what that cost. */
export async function revertToSnapshot(
	on: Connection,
	target: Target,
	order: RevertOrder,
): Promise<RevertOutcome> {
	assertSupported(on, target, 'revert');
	const settings = readSettings(on.driver, target, 'revert', order.settings);
	const { timeLimitSeconds } = order.patience;
	const doing = `reverting ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const before = await snapshotsOf(on, target, signal);
		const snapshot = findSnapshot(on, target, before, order.snapshot);
		assertRevertable(on, target, snapshot, before, order);
		const safetySnapshot = order.safetySnapshot
			? await takeSafetySnapshot(on, target, snapshot, order)
			: undefined;
		const power = powerAfter(target, order);
		await whenUnlocked(on, order.patience.waitWhileLockedSeconds, signal, (inner) =>
			on.driver.revertToSnapshot(target, snapshot, { power, settings }, inner),
		);
		const after = await verifyReverted(on, target, { snapshot, power }, signal);
		const left = new Set((await snapshotsOf(on, target, signal)).map(({ id }) => id));
		const lost = before.filter(({ id }) => !left.has(id));
		return {
			action: 'reverted',
			target: after,
			snapshot,
			safetySnapshot,
			lost,
			warnings: revertWarnings(target, after, order, lost),
		};
	});
}

function powerAfter(target: Target, { power }: RevertOrder): RevertRequest['power'] {
	if (target.powerState === 'none') return 'asSnapshot';
	if (power !== 'asBefore') return power;
	return target.powerState === 'stopped' ? 'stopped' : 'running';
}
