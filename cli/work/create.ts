import { randomUUID } from 'node:crypto';
import { DateTime, Duration } from 'luxon';
import { z } from 'zod';
import { ON_DEMAND_PROFILE, type CreateOrder } from '../../snapshots/operations/create/createOrder';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import type { Hold } from '../../snapshots/mark/mark';
import type { Work } from '../commands/command';
import { ACTION, CONSISTENCY, EXPIRES, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import type { System } from '../systems/system';
import { badUsage } from '../usage';
import { onEachTarget } from './onEachTarget';
import { connectionSchema, durationSchema, patienceOf, readOptions } from './readOptions';
import { readGivenSettings, settingsSchema } from './readSettings';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle } from './settle';

const text = z.string().trim().min(1).optional();

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(settingsSchema)
	.extend({
		label: text,
		note: text,
		memory: z.boolean().default(false),
		quiesce: z.enum(['off', 'prefer', 'require']),
		keepFor: durationSchema.optional(),
		profile: z.string().trim().min(1).max(64).default(ON_DEMAND_PROFILE),
		holdBy: text,
		holdReason: text,
		runKey: text,
	});
type Options = z.infer<typeof schema>;

export const create: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const now = surroundings.clock.now();
	return await withSession(surroundings, options, (system) => {
		const order = orderOf(options, system, now);
		return async (session) => {
			const targets = await targetsOf(session.on, choice, order.patience);
			const finished = await onEachTarget(session, targets, options, {
				doing: 'taking a snapshot',
				run: async (on, target) => [await createSnapshot(on, target, order)],
			});
			const columns = [ACTION, TARGET, SNAPSHOT, TAKEN, CONSISTENCY, EXPIRES];
			return settle(surroundings, finished, { json: options.json, columns });
		};
	});
};

function orderOf(options: Options, { id, capabilities }: System, now: Date): CreateOrder {
	const { profile, label, note, memory, quiesce, keepFor, level } = options;
	return {
		identity: { profile, runKey: options.runKey ?? randomUUID() },
		label,
		note,
		memory,
		quiesce,
		expiresAt:
			keepFor === undefined
				? undefined
				: DateTime.fromJSDate(now).plus(Duration.fromISO(keepFor)).toJSDate(),
		hold: holdOf(options),
		settings: readGivenSettings({ system: id, capabilities, level }, 'create', options.set),
		patience: patienceOf(options),
	};
}

function holdOf({ holdBy: by, holdReason: reason }: Options): Hold | undefined {
	if (by === undefined && reason === undefined) return undefined;
	if (by !== undefined && reason !== undefined) return { by, reason };
	throw badUsage(
		'A hold tells by whom and why',
		'Give both --hold-by and --hold-reason. Nothing was sent.',
	);
}
