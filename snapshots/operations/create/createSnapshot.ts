import { capabilitiesOf, type Connection } from '../../connection';
import { makeMark } from '../../mark/mark';
import type { Target } from '../../model';
import { snapshotName } from '../../naming';
import { withinTimeLimit } from '../../waiting/timeLimit';
import type { Outcome } from '../result';
import { chainWarnings } from '../warnings';
import { assertOrder, headlineOf, requestFor, type CreateOrder } from './createOrder';
import { makeOnce, readyByMark } from './makeOnce';
import { assertHoldable, expiryWarnings } from './unmarked';
import { assertQuiesced, consistencyWarnings, verifyCreated } from './verifyCreated';

export interface CreateOutcome extends Outcome {
	readonly action: 'created' | 'existing';
}

/**
 * Takes one snapshot of one target, once: if a ready one with the same identity is there, it is returned as
 * `existing`. An answer that was lost on the way is looked for before anything is called a failure.
 */
export async function createSnapshot(
	on: Connection,
	target: Target,
	order: CreateOrder,
): Promise<CreateOutcome> {
	assertOrder(on, target, order);
	assertHoldable(on, target, order);
	const capabilities = capabilitiesOf(on.driver, target.level, target);
	const mark = makeMark(target, order.identity, order);
	const name = snapshotName(mark, headlineOf(order), capabilities);
	const { timeLimitSeconds } = order.patience;
	const doing = `taking snapshot ${name} of ${target.name}`;

	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const existing = await readyByMark(on, target, mark, signal);
		if (existing) return { action: 'existing', target, snapshot: existing, warnings: [] };

		const request = requestFor(on, target, order, mark, name);
		const made = await makeOnce(on, target, order, { mark, request }, signal);
		const { snapshot, all } = await verifyCreated(on, target, { made, mark }, signal);
		await assertQuiesced(on, target, order, snapshot, signal);
		const warnings = [
			...consistencyWarnings(target, snapshot, order),
			...expiryWarnings(on, target, order),
			...chainWarnings(target, all, capabilities, on.clock.now()),
		];
		return { action: 'created', target, snapshot, warnings };
	});
}
