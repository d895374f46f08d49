import { z } from 'zod';
import { LEVELS } from '../../snapshots/model';
import type { RestoreOrder } from '../../snapshots/operations/restoreAsNew';
import type { PartChoice } from '../../snapshots/operations/restoreParts';
import { findSystem } from '../shared/findSystem';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readGivenSettings } from '../shared/readSettings';
import { readSnapshotChoice } from '../shared/readSnapshot';
import { listSchema, locatorSchema } from '../shared/readTargets';

export interface Order extends RestoreOrder {
	/** Only where a snapshot holds whole targets. */
	readonly parts?: PartChoice;
}

export const readOrder = (parameters: ItemParameters): Order => ({
	snapshot: readSnapshotChoice(parameters),
	parts: readParts(parameters),
	newName: parameters.get('newName', z.string().trim().min(1)),
	connectNetwork: parameters.get('connectNetwork', z.boolean().default(false)),
	powerOn: parameters.get('powerOn', z.boolean().default(false)),
	settings: readGivenSettings(parameters, 'restoreAsNew'),
	patience: readPatience(parameters),
});

function readParts(parameters: ItemParameters): PartChoice | undefined {
	const { capabilities } = findSystem(parameters.get('system', z.string()));
	const level = parameters.get('level', z.enum(LEVELS).default('vm'));
	if (capabilities.levels[level]?.parts === undefined) return undefined;
	const partLevel = parameters.get('partLevel', z.enum(LEVELS));
	const { mode, value } = parameters.get('part', locatorSchema);
	if (mode !== 'name') return { level: partLevel, by: 'id', value };
	return { level: partLevel, by: 'name', value: listSchema.parse(value) };
}
