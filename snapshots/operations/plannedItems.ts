import { z } from 'zod';
import type { JsonRecord } from '../record';
import { retentionPolicySchema, timeZoneSchema } from '../retention/policy';
import type { PruneOrder, PruneScope } from './prune';

/** What a preview says of the plan in each of its records: enough to make it once more and compare. */
const planSchema = z.object({
	id: z.string().min(1),
	profile: z.string().min(1),
	period: z.string().nullable(),
	policy: retentionPolicySchema,
	timeZone: timeZoneSchema,
	includeForeign: z.boolean(),
});

/** One record of a preview, as it comes back to be carried out. */
export const plannedItemSchema = z.object({
	plan: planSchema,
	target: z.object({ id: z.string().min(1) }),
	snapshot: z.object({ id: z.string().min(1) }),
	action: z.string(),
});
export type PlannedItem = z.infer<typeof plannedItemSchema>;

export function planRecord(
	id: string,
	{ profile, period, policy, timeZone, includeForeign }: PruneScope,
): JsonRecord {
	const rules = Object.fromEntries(Object.entries(policy).filter(([, rule]) => rule !== undefined));
	return { id, profile, period: period ?? null, policy: rules, timeZone, includeForeign };
}

export const isOfSamePlan = (left: PlannedItem, right: PlannedItem): boolean =>
	left.plan.id === right.plan.id && left.target.id === right.target.id;

export type ApprovedOrder = Omit<PruneOrder, 'preview' | 'patience'>;

/** What the records of one plan come to: the first of them stands for all, and all name what may go. */
export function approvedOrder(own: PlannedItem, together: readonly PlannedItem[]): ApprovedOrder {
	const { id, period, ...scope } = own.plan;
	const due = together.filter(({ action }) => action === 'wouldDelete');
	return {
		...scope,
		period: period ?? undefined,
		approved: { planId: id, snapshotIds: new Set(due.map(({ snapshot }) => snapshot.id)) },
	};
}
