import type { Connection } from '../connection';
import { hasCode } from '../errors';
import type { Target } from '../model';
import type { Reported } from '../record';
import { removeSnapshot, type RemoveOrder } from './remove';

export interface RemoveIfThereOrder extends RemoveOrder {
	/** `ok`: a snapshot that is not there is what was wanted. */
	readonly ifMissing: 'fail' | 'ok';
}

/** Removes one snapshot. One that is not there is `missing`, if the person said to go on then. */
export async function removeIfThere(
	on: Connection,
	target: Target,
	order: RemoveIfThereOrder,
): Promise<Reported> {
	return await removeSnapshot(on, target, order).catch((error: unknown) => {
		if (order.ifMissing !== 'ok' || !hasCode(error, 'NOT_FOUND')) throw error;
		return { action: 'missing', target, snapshot: null, warnings: [] };
	});
}
