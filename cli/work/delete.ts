import { z } from 'zod';
import { removeIfThere } from '../../snapshots/operations/removeIfThere';
import type { Work } from '../commands/command';
import { ACTION, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import { onEachTarget } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readSnapshotChoice, snapshotSchema } from './readSnapshot';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle, tellPreview } from './settle';

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(snapshotSchema)
	.extend({
		yes: z.boolean().default(false),
		includeForeign: z.boolean().default(false),
		ifThere: z.boolean().default(false),
	});

export const deleteOne: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level, yes, includeForeign, ifThere } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const order = {
		snapshot: readSnapshotChoice(options),
		includeForeign,
		preview: !yes,
		ifMissing: ifThere ? 'ok' : 'fail',
		patience: patienceOf(options),
	} as const;
	return await withSession(surroundings, options, () => async (session) => {
		const targets = await targetsOf(session.on, choice, order.patience);
		const finished = await onEachTarget(session, targets, options, {
			doing: yes ? 'deleting a snapshot' : 'looking',
			run: async (on, target) => [await removeIfThere(on, target, order)],
		});
		const columns = [ACTION, TARGET, SNAPSHOT, TAKEN];
		const code = settle(surroundings, finished, { json: options.json, columns });
		tellPreview(surroundings, finished, options.quiet);
		return code;
	});
};
