import { z } from 'zod';
import type { RemoveOrder } from '../../snapshots/operations/remove';
import { readIncludeForeign, readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readSnapshotChoice } from '../shared/readSnapshot';

export interface Order extends RemoveOrder {
	readonly ifMissing: 'fail' | 'ok';
}

export const readOrder = (parameters: ItemParameters): Order => ({
	snapshot: readSnapshotChoice(parameters),
	includeForeign: readIncludeForeign(parameters),
	preview: parameters.get('preview', z.boolean()),
	ifMissing: parameters.get('ifMissing', z.enum(['fail', 'ok'])),
	patience: readPatience(parameters),
});
