import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { planRecord } from '../../snapshots/operations/plannedItems';
import { pruneSnapshots } from '../../snapshots/operations/prune';
import { forEachTarget } from '../shared/forEachTarget';
import { isDone, type Entry } from '../shared/items';
import { listSearch } from '../shared/listSearch';
import { systemCredentials } from '../shared/parameters/system';
import { dueRecord } from '../shared/readProfile';
import { readOrder, type Order } from './readOrder';
import { pruneProperties } from './properties';
import { Report } from './report';

export class PruneByRetention implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Prune by Retention',
		name: 'pruneByRetention',
		icon: { light: 'file:pruneByRetention.svg', dark: 'file:pruneByRetention.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter.preview && $parameter.orderMode !== "fromPlan" ? "preview: " : "") + { fromProfile: "as the profile says", fromPlan: "as approved", onDemand: $parameter.profileName + ", keep last " + $parameter.keepLast }[$parameter.orderMode] }}',
		description: 'Delete the snapshots of a profile that its retention no longer keeps',
		defaults: { name: 'Prune by Retention' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Removed', 'Kept'],
		credentials: systemCredentials,
		properties: pruneProperties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const report = new Report();
		const outputs = await forEachTarget(this, {
			properties: pruneProperties,
			readOrder,
			run: async (on, target, order: Order) =>
				order.isDoneWithAnother === true ? [] : await pruneSnapshots(on, target, order),
			extras: ({ target, reasons, plan }, order) => {
				report.add(plan.id, { vm: target.name, markdown: plan.markdown });
				return {
					reasons,
					plan: planRecord(plan.id, order),
					...(order.due === undefined ? {} : dueRecord(order.due)),
				};
			},
			outputs: { count: 2, indexOf: outputOf },
		});
		report.attachTo(outputs);
		return outputs;
	}
}

const REMOVED = 0;
const KEPT = 1;

/** What could not be removed is still there, so it goes out with what was kept. */
const outputOf = (entry: Entry): number =>
	isDone(entry) && entry.record.action !== 'kept' ? REMOVED : KEPT;
