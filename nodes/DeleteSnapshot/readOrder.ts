import { z } from 'zod';
import type { RemoveIfThereOrder } from '../../snapshots/operations/removeIfThere';
import { readIncludeForeign, readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readSnapshotChoice } from '../shared/readSnapshot';

export const readOrder = (parameters: ItemParameters): RemoveIfThereOrder => ({
	snapshot: readSnapshotChoice(parameters),
	includeForeign: readIncludeForeign(parameters),
	preview: parameters.get('preview', z.boolean()),
	ifMissing: parameters.get('ifMissing', z.enum(['fail', 'ok'])),
	patience: readPatience(parameters),
});
