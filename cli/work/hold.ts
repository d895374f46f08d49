import { z } from 'zod';
import { holdSnapshot, type HoldChange } from '../../snapshots/operations/hold';
import type { Work } from '../commands/command';
import { ACTION, HELD, SNAPSHOT, TAKEN, TARGET } from '../output/columns';
import { badUsage } from '../usage';
import { onEachTarget } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readSnapshotChoice, snapshotSchema } from './readSnapshot';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle } from './settle';

const LONGEST = 200;
const text = z.string().trim().min(1).max(LONGEST).optional();

const schema = connectionSchema
	.merge(selectionSchema)
	.merge(snapshotSchema)
	.extend({ by: text, reason: text, release: z.boolean().default(false), onlyBy: text });

export const hold: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: false });
	const order = {
		snapshot: readSnapshotChoice(options),
		change: changeOf(options),
		patience: patienceOf(options),
	};
	return await withSession(surroundings, options, () => async (session) => {
		const targets = await targetsOf(session.on, choice, order.patience);
		const finished = await onEachTarget(session, targets, options, {
			doing: options.release ? 'releasing a snapshot' : 'holding a snapshot',
			run: async (on, target) => [await holdSnapshot(on, target, order)],
		});
		const columns = [ACTION, TARGET, SNAPSHOT, TAKEN, HELD];
		return settle(surroundings, finished, { json: options.json, columns });
	});
};

function changeOf({ by, reason, release, onlyBy }: z.infer<typeof schema>): HoldChange {
	if (release) {
		if (by === undefined && reason === undefined) return { to: 'released', onlyBy };
		throw badUsage('A release needs no --by and no --reason', 'Leave them away; see --only-by.');
	}
	if (onlyBy !== undefined) throw badUsage('--only-by goes with --release', 'Leave it away.');
	if (by !== undefined && reason !== undefined) return { to: 'held', hold: { by, reason } };
	throw badUsage(
		'A hold tells by whom and why',
		'Give both --by and --reason, or --release. Nothing was sent.',
	);
}
