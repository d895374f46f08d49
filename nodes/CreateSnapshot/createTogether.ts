import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	createGroup,
	notBegun,
	type GroupMember,
} from '../../snapshots/operations/create/createGroup';
import { readTargetNow } from '../../snapshots/operations/findTarget';
import { runJobs } from '../../snapshots/operations/jobs';
import { outcomeRecord } from '../../snapshots/record';
import { withAllTargets, type Work } from '../shared/forEachTarget';
import type { Failed } from '../shared/items';
import { dueRecord } from '../shared/readProfile';
import type { JobResult } from '../shared/settle';
import { createProperties } from './properties';
import { readOrder, type Order } from './readOrder';

/** All VMs of all items as one group: a snapshot of each, or of none. */
export const createTogether = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> =>
	await withAllTargets(
		context,
		{ properties: createProperties, readOrder },
		async (found, parallel) => {
			const members = await runJobs(
				found.map((one, at) => ({ lane: String(at), run: async () => await memberOf(one) })),
				parallel,
			);
			const whole = members.filter((one): one is Member => !('failure' in one));
			return whole.length === members.length ? await createAll(whole) : members.map(notTaken);
		},
	);

/** One that can’t be read ends the group before anything is taken. */
const notTaken = (one: Member | Failed): JobResult => ({
	entries: ['failure' in one ? one : { itemIndex: one.itemIndex, failure: notBegun(one) }],
});

interface Member extends GroupMember {
	readonly itemIndex: number;
	readonly order: Order;
}

async function memberOf(one: Work<Order> | Failed): Promise<Member | Failed> {
	if ('failure' in one) return one;
	const { itemIndex, on, target, order, patience } = one;
	try {
		return { itemIndex, on, target: await readTargetNow(on, target, patience), order };
	} catch (failure) {
		return { itemIndex, failure };
	}
}

async function createAll(members: readonly Member[]): Promise<JobResult[]> {
	const results = await createGroup(members);
	return members.map(({ itemIndex, on, order: { due } }, at): JobResult => {
		const result = results[at];
		if (result === undefined) throw new Error('The group has more members than results');
		if ('failure' in result) return { entries: [{ itemIndex, failure: result.failure }] };
		const extras = { group: { ...result.group }, ...(due === undefined ? {} : dueRecord(due)) };
		const record = outcomeRecord(on.driver.system, result.outcome, extras);
		return { entries: [{ itemIndex, record }] };
	});
}
