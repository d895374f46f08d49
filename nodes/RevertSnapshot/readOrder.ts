import { z } from 'zod';
import type { RevertOrder } from '../../snapshots/operations/revert/revertOrder';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readSnapshotChoice } from '../shared/readSnapshot';

export const readOrder = (parameters: ItemParameters): RevertOrder => ({
	snapshot: readSnapshotChoice(parameters),
	power: parameters.get('power', z.enum(['asBefore', 'running', 'stopped', 'asSnapshot'])),
	safetySnapshot: parameters.get('safetySnapshot', z.boolean()),
	runKey: parameters.runKey(),
	patience: readPatience(parameters),
});
