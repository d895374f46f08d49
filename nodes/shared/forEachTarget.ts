import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Connection, Patience } from '../../snapshots/connection';
import type { Target, TargetRef } from '../../snapshots/model';
import { readTargetNow } from '../../snapshots/operations/findTarget';
import { outcomeRecord, type JsonRecord, type Reported } from '../../snapshots/record';
import type { Connections } from './connections';
import type { Entry } from './items';
import { runJobs, type Job } from '../../snapshots/operations/jobs';
import { readAllItems, type ItemRead } from './readAllItems';
import { readParallel, readPatience } from './readOptions';
import type { ItemParameters } from './readParameters';
import { readTargets, type TargetChoice } from './readTargets';
import { resolveTargets } from '../../snapshots/operations/resolveTargets';
import { withConnections } from './session';
import { settle, type JobResult, type Outputs } from './settle';

export interface VerbResult extends Reported {
	/** Why this part of the work did not happen. */
	readonly failure?: unknown;
}

/** What one node does to each VM it is given. */
export interface Verb<Order, Result extends VerbResult> {
	/** As the node declares them, for the names in messages. */
	readonly properties: readonly INodeProperties[];
	readonly readOrder: (parameters: ItemParameters) => Order;
	readonly run: (on: Connection, target: Target, order: Order) => Promise<readonly Result[]>;
	/** Fields that this node adds to the common record. */
	readonly extras?: (result: Result, order: Order) => JsonRecord;
	/** Which items go out where, for a node with more than one output. */
	readonly outputs?: Outputs;
}

interface Request<Order> {
	readonly itemIndex: number;
	readonly choice: TargetChoice;
	readonly patience: Patience;
	readonly parallel: number;
	readonly order: Order;
}

/**
 * The loop of every node that works on VMs: reads and checks all items before anything is sent, finds their
 * VMs, works on different VMs in parallel and on one VM in the order of the items, and hands on what came of
 * each. One VM's failure never stops the others.
 */
export async function forEachTarget<Order, Result extends VerbResult>(
	context: IExecuteFunctions,
	verb: Verb<Order, Result>,
): Promise<INodeExecutionData[][]> {
	const reads = readAllItems(context, verb.properties, (parameters): Request<Order> => ({
		itemIndex: parameters.itemIndex,
		choice: readTargets(parameters, { allowEmptyFilter: false }),
		patience: readPatience(parameters),
		parallel: readParallel(parameters),
		order: verb.readOrder(parameters),
	}));
	return await withConnections(context, async (connections) => {
		const parallel = reads.find((read) => 'request' in read)?.request.parallel ?? 1;
		const searches = reads.map((read) => ({
			lane: String(read.itemIndex),
			run: async () => await jobsOf(read, connections, verb),
		}));
		const jobs = (await runJobs(searches, parallel)).flat();
		return settle(context, await runJobs(jobs, parallel), verb.outputs);
	});
}

async function jobsOf<Order, Result extends VerbResult>(
	read: ItemRead<Request<Order>>,
	connections: Connections,
	verb: Verb<Order, Result>,
): Promise<Job<JobResult>[]> {
	if (!('request' in read)) return [failedJob(read.itemIndex, read.failure)];
	const { request } = read;
	const { itemIndex, choice, patience } = request;
	try {
		const { key, on } = await connections.open(choice.system, itemIndex);
		const targets = await resolveTargets(on, choice.selection, patience);
		return targets.map((target) => ({
			lane: [key, target.level, target.id].join('\n'),
			run: async () => await workOn(on, target, request, verb),
		}));
	} catch (failure) {
		return [failedJob(itemIndex, failure)];
	}
}

const failedJob = (itemIndex: number, failure: unknown): Job<JobResult> => ({
	lane: `item ${itemIndex}`,
	run: async () => ({ entries: [{ itemIndex, failure }] }),
});

async function workOn<Order, Result extends VerbResult>(
	on: Connection,
	ref: TargetRef,
	{ itemIndex, order, patience }: Request<Order>,
	verb: Verb<Order, Result>,
): Promise<JobResult> {
	try {
		const target = await readTargetNow(on, ref, patience);
		const results = await verb.run(on, target, order);
		const entries = results.map((result): Entry => {
			if (result.failure !== undefined) return { itemIndex, failure: result.failure };
			const extras = verb.extras?.(result, order);
			return { itemIndex, record: outcomeRecord(on.driver.system, result, extras) };
		});
		return { entries };
	} catch (failure) {
		return { entries: [{ itemIndex, failure }] };
	}
}
