import { z } from 'zod';
import { planRecord } from '../../snapshots/operations/plannedItems';
import {
	pruneSnapshots,
	type PruneOrder,
	type PruneOutcome,
} from '../../snapshots/operations/prune';
import type { Work } from '../commands/command';
import { ACTION, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import type { Column } from '../output/table';
import { badUsage } from '../usage';
import { doAll, type Verb } from './onEachTarget';
import { pruneOrders, pruneSchema } from './pruneOrders';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readPlan } from './readPlan';
import { isSelecting, readTargets, selectionSchema, targetsOf } from './readTargets';
import { policyFrom } from './retentionOptions';
import { withSession } from './session';
import { settle, tellPreview } from './settle';

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(pruneSchema)
	.extend({ plan: z.string().min(1).optional() });
type Options = z.infer<typeof schema>;

export const prune: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	if (options.plan !== undefined) return await carryOut(options.plan, options, surroundings, given);
	const { level, yes } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const orders = await pruneOrders(surroundings, options);
	return await withSession(surroundings, options, () => async (session) => {
		const targets = await targetsOf(session.on, choice, patienceOf(options));
		const pieces = targets.flatMap((target) =>
			orders.map((order) => ({ target, verb: verb(yes ? 'pruning' : 'planning', order) })),
		);
		const finished = await doAll(session, pieces, options);
		const code = settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		tellPreview(surroundings, finished, options.quiet);
		return code;
	});
};

const verb = (doing: string, order: PruneOrder): Verb<PruneOutcome> => ({
	doing: order.period === undefined ? doing : `${doing} ${order.period}`,
	run: async (on, target) => await pruneSnapshots(on, target, order),
	extras: ({ reasons, plan }) => ({ reasons: [...reasons], plan: planRecord(plan.id, order) }),
});

/** Exactly what somebody has seen, and nothing of a target where anything has changed since. */
async function carryOut(
	file: string,
	options: Options,
	...[surroundings, given]: Parameters<Work>
): ReturnType<Work> {
	assertPlanAlone(options, given.names);
	const patience = patienceOf(options);
	const planned = await readPlan(surroundings, file);
	return await withSession(surroundings, options, (system) => {
		const other = planned.find((one) => one.system !== system.id);
		if (other !== undefined) {
			throw badUsage(
				`The plan is for ${other.system}, the connection leads to ${system.id}`,
				'Choose its connection by --connection. Nothing was removed.',
			);
		}
		return async (session) => {
			const pieces = planned.map(({ target, order }) => ({
				target,
				verb: verb('pruning', { ...order, preview: false, patience }),
			}));
			const finished = await doAll(session, pieces, options);
			return settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		};
	});
}

/** A plan says all; whatever is said besides would be silently left out. */
function assertPlanAlone(options: Options, names: readonly string[]): void {
	const { profile, period, yes, includeForeign, timeZone } = options;
	const rules = Object.values({ ...policyFrom(options), timeZone }).some(
		(rule) => rule !== undefined,
	);
	const alone =
		!rules &&
		!isSelecting(options) &&
		!yes &&
		!includeForeign &&
		names.length === 0 &&
		!profile &&
		!period;
	if (alone) return;
	throw badUsage(
		'--plan says which targets, which profile and which rules',
		'Leave the others away. Nothing was removed.',
	);
}

const COLUMNS: readonly Column<PruneOutcome>[] = [
	ACTION,
	TARGET,
	SNAPSHOT,
	TAKEN,
	{ title: 'WHY', cell: ({ reasons }) => reasons.join('; ') },
];
