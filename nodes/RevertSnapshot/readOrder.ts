import { z } from 'zod';
import type { RevertOrder } from '../../snapshots/operations/revert/revertOrder';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readGivenSettings } from '../shared/readSettings';
import { readSnapshotChoice } from '../shared/readSnapshot';

export const readOrder = (parameters: ItemParameters): RevertOrder => ({
	snapshot: readSnapshotChoice(parameters),
	power: parameters.get(
		'power',
		z.enum(['asBefore', 'running', 'stopped', 'asSnapshot']).default('asSnapshot'),
	),
	safetySnapshot: parameters.get('safetySnapshot', z.boolean()),
	runKey: parameters.runKey(),
	settings: readGivenSettings(parameters, 'revert'),
	patience: readPatience(parameters),
});
