import type { Connection } from '../../snapshots/connection';
import { hasCode } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { removeSnapshot } from '../../snapshots/operations/remove';
import type { Reported } from '../shared/items';
import type { Order } from './readOrder';

/** Deletes one snapshot. One that is not there is `missing`, if the person said to go on then. */
export async function deleteSnapshot(
	on: Connection,
	target: Target,
	order: Order,
): Promise<readonly Reported[]> {
	return await removeSnapshot(on, target, order).then(
		(outcome) => [outcome],
		(error: unknown) => {
			if (order.ifMissing === 'ok' && hasCode(error, 'NOT_FOUND')) {
				return [{ action: 'missing', target, snapshot: null, warnings: [] }];
			}
			throw error;
		},
	);
}
