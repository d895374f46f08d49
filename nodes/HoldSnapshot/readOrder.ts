import { z } from 'zod';
import type { HoldChange, HoldOrder } from '../../snapshots/operations/hold';
import { readHold } from '../shared/readHold';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readSnapshotChoice } from '../shared/readSnapshot';

export const readOrder = (parameters: ItemParameters): HoldOrder => ({
	snapshot: readSnapshotChoice(parameters),
	change: readChange(parameters),
	patience: readPatience(parameters),
});

function readChange(parameters: ItemParameters): HoldChange {
	const to = parameters.get('change', z.enum(['held', 'released']));
	switch (to) {
		case 'held':
			return { to, hold: readHold(parameters) };
		case 'released': {
			const onlyBy = parameters.get('onlyBy', z.string().trim().default(''));
			return { to, onlyBy: onlyBy === '' ? undefined : onlyBy };
		}
	}
}
