import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { checkHealth } from '../../snapshots/operations/health';
import type { Connections } from '../shared/connections';
import { info } from '../shared/hints';
import { isDone, type Entry } from '../shared/items';
import { readAllItems, type ItemRead } from '../shared/readAllItems';
import { withConnections } from '../shared/session';
import { settle, type JobResult } from '../shared/settle';
import { healthProperties } from './properties';
import { readRequest, type Request } from './readRequest';
import { healthRecord, unreachableRecord } from './records';

const HEALTHY = 0;
const NEEDS_ATTENTION = 1;

/** One item for each VM. A system that can't be asked is one that needs attention, not the end of the run. */
export async function healthItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const reads = readAllItems(context, healthProperties, readRequest);
	return await withConnections(context, async (connections) => {
		const results: JobResult[] = [];
		for (const read of reads) results.push(await checkItem(context, connections, read));
		return settle(context, results, { count: 2, indexOf: outputOf });
	});
}

const outputOf = (entry: Entry): number =>
	isDone(entry) && entry.record.status === 'healthy' ? HEALTHY : NEEDS_ATTENTION;

async function checkItem(
	context: IExecuteFunctions,
	connections: Connections,
	read: ItemRead<Request>,
): Promise<JobResult> {
	if (!('request' in read)) return { entries: [read] };
	const { itemIndex, request } = read;
	const { system, order, attentionFrom } = request;
	try {
		const { on } = await connections.open(system, itemIndex);
		const found = await checkHealth(on, order);
		if (found.length === 0) context.addExecutionHints(info('Nothing matches the filter.'));
		const now = on.clock.now();
		return {
			entries: found.map((one) => ({
				itemIndex,
				record: healthRecord(system.id, one, { attentionFrom, now }),
			})),
		};
	} catch (failure) {
		const isToldOf = failure instanceof SnapshotError && !OWN_FAULT.has(failure.code);
		if (!isToldOf) return { entries: [{ itemIndex, failure }] };
		return { entries: [{ itemIndex, record: unreachableRecord(system.id, failure) }] };
	}
}

/** Nothing is known to be wrong with the system then. */
const OWN_FAULT: ReadonlySet<SnapshotError['code']> = new Set(['CANCELLED', 'INVALID_INPUT']);
