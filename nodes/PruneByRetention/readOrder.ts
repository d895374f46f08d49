import { z } from 'zod';
import type { PruneOrder } from '../../snapshots/operations/prune';
import { policyOf, retentionPolicySchema } from '../../snapshots/retention/policy';
import type { DueItem } from '../../snapshots/schedule/profile';
import { readIncludeForeign, readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { profileNameSchema, readDueItem } from '../shared/readProfile';
import { retentionRulesSchema } from '../shared/readRetentionRules';
import { readPlanned } from './planned';

export interface Order extends PruneOrder {
	readonly due?: DueItem;
	/** The plan that this item is part of is carried out with an item before it. */
	readonly isDoneWithAnother?: boolean;
}

export function readOrder(parameters: ItemParameters): Order {
	const patience = readPatience(parameters);
	switch (parameters.get('orderMode', z.enum(['onDemand', 'fromProfile', 'fromPlan']))) {
		case 'onDemand':
			return { ...readOnDemand(parameters), ...readCommon(parameters), patience };
		case 'fromProfile':
			return { ...readFromProfile(parameters), ...readCommon(parameters), patience };
		case 'fromPlan':
			return { ...readPlanned(parameters), preview: false, patience };
	}
}

const readCommon = (parameters: ItemParameters) => ({
	includeForeign: readIncludeForeign(parameters),
	preview: parameters.get('preview', z.boolean()),
});

function readOnDemand(parameters: ItemParameters) {
	// To keep the last 0 would be a strange wish; it means that this rule removes nothing.
	const last = parameters.get('keepLast', z.number().int('must be a whole number').min(0));
	const minimum = parameters.get('minimum', z.number().int('must be a whole number').min(1));
	const rules = parameters.get('rules', retentionRulesSchema.pipe(retentionPolicySchema));
	return {
		profile: parameters.get('profileName', profileNameSchema),
		timeZone: parameters.timeZone(),
		policy: { ...rules, last, minimum },
	};
}

function readFromProfile(parameters: ItemParameters) {
	const due = readDueItem(parameters);
	return {
		profile: due.profile.name,
		period: due.period.name,
		timeZone: due.profile.timeZone,
		policy: policyOf(due.period.retention),
		due,
	};
}
