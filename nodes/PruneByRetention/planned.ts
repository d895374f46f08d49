import {
	approvedOrder,
	isOfSamePlan,
	plannedItemSchema,
	type ApprovedOrder,
} from '../../snapshots/operations/plannedItems';
import type { ItemParameters } from '../shared/readParameters';

type Planned = ApprovedOrder & { readonly isDoneWithAnother: boolean };

/** The items of one plan belong together: the first of them stands for all. */
export function readPlanned(parameters: ItemParameters): Planned {
	const own = parameters.input(
		plannedItemSchema,
		'Connect the output Removed of a Prune by Retention that previews, or hand on its items. Nothing was removed.',
	);
	const together = parameters.inputs().flatMap((json, index) => {
		const item = plannedItemSchema.safeParse(json).data;
		return item !== undefined && isOfSamePlan(item, own) ? [{ item, index }] : [];
	});
	const items = together.map(({ item }) => item);
	return {
		...approvedOrder(own, items),
		isDoneWithAnother: together[0]?.index !== parameters.itemIndex,
	};
}
