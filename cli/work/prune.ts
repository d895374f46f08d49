import { z } from 'zod';
import { ON_DEMAND_PROFILE } from '../../snapshots/operations/create/createOrder';
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
import { onEachTarget, type Verb } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readPlan, type Planned } from './readPlan';
import { isSelecting, readTargets, selectionSchema, targetsOf } from './readTargets';
import { policyFrom, retentionSchema } from './retentionOptions';
import { withSession } from './session';
import { settle, tellPreview } from './settle';

const name = z.string().trim().min(1).max(64).optional();

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(retentionSchema)
	.extend({
		profile: name,
		period: name,
		includeForeign: z.boolean().default(false),
		yes: z.boolean().default(false),
		plan: z.string().min(1).optional(),
	});
type Options = z.infer<typeof schema>;

export const prune: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	if (options.plan !== undefined) return await carryOut(options.plan, options, surroundings, given);
	const { level, yes } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const order = orderOf(options);
	return await withSession(surroundings, options, () => async (session) => {
		const targets = await targetsOf(session.on, choice, order.patience);
		const finished = await onEachTarget(
			session,
			targets,
			options,
			verb(yes ? 'pruning' : 'planning', () => order),
		);
		const code = settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		tellPreview(surroundings, finished, options.quiet);
		return code;
	});
};

const orderOf = (options: Options): PruneOrder => ({
	profile: options.profile ?? ON_DEMAND_PROFILE,
	period: options.period,
	policy: policyFrom(options),
	timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
	includeForeign: options.includeForeign,
	preview: !options.yes,
	patience: patienceOf(options),
});

const verb = (doing: string, orderFor: (targetId: string) => PruneOrder): Verb<PruneOutcome> => ({
	doing,
	run: async (on, target) => await pruneSnapshots(on, target, orderFor(target.id)),
	extras: ({ reasons, plan, target }) => ({
		reasons: [...reasons],
		plan: planRecord(plan.id, orderFor(target.id)),
	}),
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
		const byId = new Map(planned.map((one): [string, Planned] => [one.target.id, one]));
		const other = planned.find((one) => one.system !== system.id);
		if (other !== undefined) {
			throw badUsage(
				`The plan is for ${other.system}, the connection leads to ${system.id}`,
				'Choose its connection by --connection. Nothing was removed.',
			);
		}
		return async (session) => {
			const targets = planned.map(({ target }) => target);
			const orderFor = (id: string): PruneOrder => {
				const order = byId.get(id)?.order;
				if (order === undefined) throw new Error(`There is no plan for ${id}`);
				return { ...order, preview: false, patience };
			};
			const finished = await onEachTarget(session, targets, options, verb('pruning', orderFor));
			return settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		};
	});
}

/** A plan says all; whatever is said besides would be silently left out. */
function assertPlanAlone(options: Options, names: readonly string[]): void {
	const { profile, period, yes, includeForeign } = options;
	const rules = Object.values(policyFrom(options)).some((rule) => rule !== undefined);
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
