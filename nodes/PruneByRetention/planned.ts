import { z } from 'zod';
import type { PruneOrder, PruneScope } from '../../snapshots/operations/prune';
import type { JsonRecord } from '../../snapshots/record';
import { retentionPolicySchema, timeZoneSchema } from '../../snapshots/retention/policy';
import type { ItemParameters } from '../shared/readParameters';

/** What a preview says of the plan in each of its items: enough to make it once more and compare. */
const planSchema = z.object({
	id: z.string().min(1),
	profile: z.string().min(1),
	period: z.string().nullable(),
	policy: retentionPolicySchema,
	timeZone: timeZoneSchema,
	includeForeign: z.boolean(),
});
const plannedItemSchema = z.object({
	plan: planSchema,
	target: z.object({ id: z.string().min(1) }),
	snapshot: z.object({ id: z.string().min(1) }),
	action: z.string(),
});
type PlannedItem = z.infer<typeof plannedItemSchema>;

export function planRecord(
	id: string,
	{ profile, period, policy, timeZone, includeForeign }: PruneScope,
): JsonRecord {
	const rules = Object.fromEntries(Object.entries(policy).filter(([, rule]) => rule !== undefined));
	return { id, profile, period: period ?? null, policy: rules, timeZone, includeForeign };
}

type Planned = Omit<PruneOrder, 'preview' | 'patience'> & { readonly isDoneWithAnother: boolean };

/** The items of one plan belong together: the first of them stands for all, and names what may go. */
export function readPlanned(parameters: ItemParameters): Planned {
	const own = parameters.input(
		plannedItemSchema,
		'Connect the output Removed of a Prune by Retention that previews, or hand on its items. Nothing was removed.',
	);
	const together = parameters.inputs().flatMap((json, index) => {
		const item = plannedItemSchema.safeParse(json).data;
		return item !== undefined && isOfSamePlan(item, own) ? [{ item, index }] : [];
	});
	const { id, period, ...scope } = own.plan;
	const due = together.filter(({ item }) => item.action === 'wouldDelete');
	return {
		...scope,
		period: period ?? undefined,
		approved: { planId: id, snapshotIds: new Set(due.map(({ item }) => item.snapshot.id)) },
		isDoneWithAnother: together[0]?.index !== parameters.itemIndex,
	};
}

const isOfSamePlan = (left: PlannedItem, right: PlannedItem): boolean =>
	left.plan.id === right.plan.id && left.target.id === right.target.id;
