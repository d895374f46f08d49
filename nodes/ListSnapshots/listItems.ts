import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Patience } from '../../snapshots/connection';
import { contentsOf, listingsOf, rowsOf } from '../../snapshots/operations/listings';
import { outcomeRecord } from '../../snapshots/record';
import type { Connections } from '../shared/connections';
import { info } from '../shared/hints';
import type { Done } from '../shared/items';
import { readAllItems, type ItemRead } from '../shared/readAllItems';
import { readPatience } from '../shared/readOptions';
import { readTargets, type TargetChoice } from '../shared/readTargets';
import { withConnections } from '../shared/session';
import { settle, type JobResult } from '../shared/settle';
import { listProperties } from './properties';

const optionsSchema = z
	.object({
		contents: z.boolean().default(false),
		includeWithoutSnapshots: z.boolean().default(false),
		onlyManaged: z.boolean().default(false),
	})
	.default({});
type Wishes = z.infer<typeof optionsSchema>;

interface Request extends TargetChoice {
	readonly patience: Patience;
	readonly wishes: Wishes;
}

/** One item for each snapshot, by VM, newest first. A filter is answered in bulk, not VM by VM. */
export async function listItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const reads = readAllItems(context, listProperties, (parameters): Request => ({
		...readTargets(parameters, { allowEmptyFilter: true }),
		patience: readPatience(parameters),
		wishes: parameters.get('options', optionsSchema),
	}));
	return await withConnections(context, async (connections) => {
		const results: JobResult[] = [];
		for (const read of reads) results.push(await listItem(context, connections, read));
		return settle(context, results);
	});
}

async function listItem(
	context: IExecuteFunctions,
	connections: Connections,
	read: ItemRead<Request>,
): Promise<JobResult> {
	if (!('request' in read)) return { entries: [read] };
	const { itemIndex, request } = read;
	try {
		const { on } = await connections.open(request.system, itemIndex);
		const listings = await listingsOf(on, request.selection, request.patience);
		if (listings.length === 0) context.addExecutionHints(info('Nothing matches the filter.'));
		const rows = listings.flatMap((one) => rowsOf(one, request.wishes));
		const entries: Done[] = [];
		for (const row of rows) {
			const extras = request.wishes.contents ? await contentsOf(on, row, request.patience) : {};
			entries.push({ itemIndex, record: outcomeRecord(on.driver.system, row, extras) });
		}
		return { entries };
	} catch (failure) {
		return { entries: [{ itemIndex, failure }] };
	}
}
