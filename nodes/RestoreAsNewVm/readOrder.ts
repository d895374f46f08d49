import { z } from 'zod';
import type { RestoreOrder } from '../../snapshots/operations/restoreAsNew';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readSnapshotChoice } from '../shared/readSnapshot';

export const readOrder = (parameters: ItemParameters): RestoreOrder => ({
	snapshot: readSnapshotChoice(parameters),
	newName: parameters.get('newName', z.string().trim().min(1)),
	connectNetwork: parameters.get('connectNetwork', z.boolean()),
	powerOn: parameters.get('powerOn', z.boolean()),
	patience: readPatience(parameters),
});
