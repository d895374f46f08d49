import { z } from 'zod';
import type { PruneOrder } from '../../snapshots/operations/prune';
import { retentionPolicySchema } from '../../snapshots/retention/policy';
import type { DueItem } from '../../snapshots/schedule/profile';
import { readIncludeForeign, readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { profileNameSchema, readDueItem, readOrderMode } from '../shared/readProfile';

export interface Order extends PruneOrder {
	readonly due?: DueItem;
}

export function readOrder(parameters: ItemParameters): Order {
	const common = {
		includeForeign: readIncludeForeign(parameters),
		preview: parameters.get('preview', z.boolean()),
		patience: readPatience(parameters),
	};
	if (readOrderMode(parameters) === 'onDemand') {
		return {
			...common,
			profile: parameters.get('profileName', profileNameSchema),
			timeZone: parameters.timeZone(),
			policy: policyOf(
				parameters.get('keepLast', z.number().int('must be a whole number').min(0)),
				parameters.get('minimum', z.number().int('must be a whole number').min(1)),
			),
		};
	}
	const due = readDueItem(parameters);
	return {
		...common,
		profile: due.profile.name,
		period: due.period.name,
		// Without how long each one is kept: that became its own expiry when it was made.
		policy: retentionPolicySchema.strip().parse(due.period.retention),
		timeZone: due.profile.timeZone,
		due,
	};
}

/** To keep the last 0 would be a strange wish; it means that the count removes nothing. */
const policyOf = (last: number, minimum: number): PruneOrder['policy'] => ({
	last: last === 0 ? undefined : last,
	minimum,
});
