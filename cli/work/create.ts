import type { CreateOrder } from '../../snapshots/operations/create/createOrder';
import {
	createSnapshot,
	type CreateOutcome,
} from '../../snapshots/operations/create/createSnapshot';
import type { Work } from '../commands/command';
import { EXIT } from '../exitCodes';
import { ACTION, CONSISTENCY, EXPIRES, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import { createOrders, createSchema } from './createOrders';
import { doAll, type Verb } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readGivenSettings, settingsSchema } from './readSettings';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle } from './settle';

const schema = connectionSchema.merge(selectionSchema).merge(settingsSchema).merge(createSchema);

export const create: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const ordered = await createOrders(surroundings, options);
	if (ordered.length === 0) return EXIT.done;
	return await withSession(surroundings, options, ({ id: system, capabilities }) => {
		const settings = readGivenSettings({ system, capabilities, level }, 'create', options.set);
		return async (session) => {
			const patience = patienceOf(options);
			const targets = await targetsOf(session.on, choice, patience);
			const pieces = targets.flatMap((target) =>
				ordered.map((one) => ({ target, verb: verb({ ...one, settings, patience }) })),
			);
			const finished = await doAll(session, pieces, options);
			return settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		};
	});
};

const verb = (order: CreateOrder): Verb<CreateOutcome> => ({
	doing:
		'period' in order.identity
			? `taking a snapshot for ${order.identity.period}`
			: 'taking a snapshot',
	run: async (on, target) => [await createSnapshot(on, target, order)],
});

const COLUMNS = [ACTION, TARGET, SNAPSHOT, TAKEN, CONSISTENCY, EXPIRES];
