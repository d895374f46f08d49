import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Connection, Patience } from '../../snapshots/connection';
import type { Target, TargetRef } from '../../snapshots/model';
import { readTargetNow } from '../../snapshots/operations/findTarget';
import { outcomeRecord, type JsonRecord, type Reported } from '../../snapshots/record';
import type { Connections } from './connections';
import type { Entry, Failed } from './items';
import { runJobs } from '../../snapshots/operations/jobs';
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

/** One VM and what is to be done to it. */
export interface Work<Order> {
	readonly itemIndex: number;
	/** Equal for items that share the connection. */
	readonly key: string;
	readonly on: Connection;
	readonly target: TargetRef;
	readonly order: Order;
	readonly patience: Patience;
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
export const forEachTarget = async <Order, Result extends VerbResult>(
	context: IExecuteFunctions,
	verb: Verb<Order, Result>,
): Promise<INodeExecutionData[][]> =>
	await withAllTargets(context, verb, async (found, parallel) => {
		const jobs = found.map((one) =>
			'failure' in one
				? { lane: `item ${one.itemIndex}`, run: async () => ({ entries: [one] }) }
				: {
						lane: [one.key, one.target.level, one.target.id].join('\n'),
						run: async () => await workOn(one, verb),
					},
		);
		return await runJobs<JobResult>(jobs, parallel);
	});

/** Finds the VMs of all items and lets work be done on all of them together. */
export async function withAllTargets<Order, Result extends VerbResult>(
	context: IExecuteFunctions,
	verb: Pick<Verb<Order, Result>, 'properties' | 'readOrder' | 'outputs'>,
	work: (found: readonly (Work<Order> | Failed)[], parallel: number) => Promise<JobResult[]>,
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
			run: async () => await findWork(read, connections),
		}));
		const found = (await runJobs(searches, parallel)).flat();
		return settle(context, await work(found, parallel), verb.outputs);
	});
}

async function findWork<Order>(
	read: ItemRead<Request<Order>>,
	connections: Connections,
): Promise<(Work<Order> | Failed)[]> {
	if (!('request' in read)) return [read];
	const { itemIndex, choice, patience, order } = read.request;
	try {
		const { key, on } = await connections.open(choice.system, itemIndex);
		const targets = await resolveTargets(on, choice.selection, patience);
		return targets.map((target) => ({ itemIndex, key, on, target, order, patience }));
	} catch (failure) {
		return [{ itemIndex, failure }];
	}
}

async function workOn<Order, Result extends VerbResult>(
	{ itemIndex, on, target: ref, order, patience }: Work<Order>,
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
