import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RevertOrder } from '../../snapshots/operations/revert/revertOrder';
import {
	revertToSnapshot,
	type RevertOutcome,
} from '../../snapshots/operations/revert/revertToSnapshot';
import { snapshotRecord } from '../../snapshots/record';
import type { Work } from '../commands/command';
import { ACTION, POWER, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import type { Column } from '../output/table';
import { onEachTarget } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readGivenSettings, settingsSchema } from './readSettings';
import { readSnapshotChoice, snapshotSchema } from './readSnapshot';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle } from './settle';

const POWER_AFTER = {
	'as-before': 'asBefore',
	running: 'running',
	stopped: 'stopped',
	'as-snapshot': 'asSnapshot',
} as const satisfies Readonly<Record<string, RevertOrder['power']>>;

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(snapshotSchema)
	.merge(settingsSchema)
	.extend({
		power: z.enum(['as-before', 'running', 'stopped', 'as-snapshot']),
		safetySnapshot: z.boolean(),
		runKey: z.string().trim().min(1).optional(),
	});

export const revert: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level, power, safetySnapshot } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const snapshot = readSnapshotChoice(options);
	return await withSession(surroundings, options, ({ id: system, capabilities }) => {
		const order: RevertOrder = {
			snapshot,
			power: POWER_AFTER[power],
			safetySnapshot,
			runKey: options.runKey ?? randomUUID(),
			settings: readGivenSettings({ system, capabilities, level }, 'revert', options.set),
			patience: patienceOf(options),
		};
		return async (session) => {
			const targets = await targetsOf(session.on, choice, order.patience);
			const finished = await onEachTarget<RevertOutcome>(session, targets, options, {
				doing: 'reverting',
				run: async (on, target) => [await revertToSnapshot(on, target, order)],
				extras: ({ safetySnapshot: safety, lost }) => ({
					safetySnapshot: safety === undefined ? null : snapshotRecord(safety),
					lost: lost.map(snapshotRecord),
				}),
			});
			return settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		};
	});
};

const COLUMNS: readonly Column<RevertOutcome>[] = [
	ACTION,
	TARGET,
	POWER,
	SNAPSHOT,
	TAKEN,
	{ title: 'SAFETY SNAPSHOT', cell: ({ safetySnapshot }) => safetySnapshot?.name ?? '' },
	{ title: 'LOST', cell: ({ lost }) => lost.map(({ name }) => name).join(', ') },
];
