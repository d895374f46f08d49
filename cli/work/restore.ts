import { z } from 'zod';
import { restoreAsNew } from '../../snapshots/operations/restoreAsNew';
import { restoreParts, type PartChoice } from '../../snapshots/operations/restoreParts';
import { targetRecord, type JsonRecord } from '../../snapshots/record';
import type { Work } from '../commands/command';
import { ACTION, SNAPSHOT, TARGET } from '../output/columns';
import type { Column } from '../output/table';
import type { System } from '../systems/system';
import { badUsage } from '../usage';
import { onEachTarget } from './onEachTarget';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readGivenSettings, settingsSchema } from './readSettings';
import { readSnapshotChoice, snapshotSchema } from './readSnapshot';
import { readTargets, selectionSchema, targetsOf } from './readTargets';
import { withSession } from './session';
import { settle } from './settle';

const schema = connectionSchema
	.merge(snapshotSchema)
	.merge(settingsSchema)
	.extend({
		name: z.string().trim().min(1),
		powerOn: z.boolean().default(false),
		connectNetwork: z.boolean().default(false),
		part: z.array(z.string().min(1)).optional(),
		partLevel: z.enum(['vm', 'tenant', 'volume']).optional(),
	});
type Options = z.infer<typeof schema>;

const NO_SELECTION = selectionSchema.parse({});

type Restored = Awaited<ReturnType<typeof restoreParts>>[number];

export const restore: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level, name: newName, powerOn, connectNetwork } = options;
	const named = { level, names: given.names, allowEverything: false };
	const choice = readTargets(NO_SELECTION, named);
	const snapshot = readSnapshotChoice(options);
	const patience = patienceOf(options);
	return await withSession(surroundings, options, (system) => {
		const parts = partsOf(options, system);
		const on = { system: system.id, capabilities: system.capabilities, level };
		const settings = readGivenSettings(on, 'restoreAsNew', options.set);
		const order = { snapshot, newName, powerOn, connectNetwork, settings, patience };
		return async (session) => {
			const targets = await targetsOf(session.on, choice, patience);
			const finished = await onEachTarget<Restored>(session, targets, options, {
				doing: `restoring as ${newName}`,
				run: async (connection, target) =>
					parts === undefined
						? [await restoreAsNew(connection, target, order)]
						: await restoreParts(connection, target, { ...order, parts }),
				extras: (result): JsonRecord =>
					'newTarget' in result ? { newTarget: targetRecord(result.newTarget) } : {},
			});
			return settle(surroundings, finished, { json: options.json, columns: COLUMNS });
		};
	});
};

/** Only where snapshots of the level hold whole targets; there something must be chosen. */
function partsOf({ level, part, partLevel }: Options, system: System): PartChoice | undefined {
	const offered = system.capabilities.levels[level]?.parts ?? [];
	const [first] = offered;
	if (first === undefined && part === undefined && partLevel === undefined) return undefined;
	if (first === undefined) {
		throw badUsage(
			`Snapshots of level ${level} of ${system.title} are restored whole`,
			'Leave --part and --part-level away. Nothing was sent.',
		);
	}
	if (part === undefined) {
		throw badUsage(
			`Snapshots of level ${level} of ${system.title} are restored part by part`,
			`Give --part with names or patterns, and --part-level: ${offered.join(' or ')}. Nothing was sent.`,
		);
	}
	return { level: partLevel ?? first, by: 'name', value: part };
}

const COLUMNS: readonly Column<Restored>[] = [
	ACTION,
	TARGET,
	SNAPSHOT,
	{ title: 'NEW', cell: (one) => ('newTarget' in one ? one.newTarget.name : '') },
	{ title: 'POWER', cell: (one) => ('newTarget' in one ? one.newTarget.powerState : '') },
];
