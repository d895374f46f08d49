import { z } from 'zod';
import type { Hold } from '../../snapshots/mark/mark';
import type { ItemParameters } from './readParameters';

const LONGEST = 200;
const text = z.string().trim().max(LONGEST);
const needed = text.min(1);

const optionSchema = z
	.object({ holdBy: text.default(''), holdReason: text.default('') })
	.default({})
	.superRefine(({ holdBy, holdReason }, { addIssue }) => {
		if ((holdBy === '') === (holdReason === '')) return;
		const path = [holdBy === '' ? 'holdBy' : 'holdReason'];
		addIssue({ code: 'custom', path, message: 'is missing: a hold tells by whom and why' });
	});

/** From the options: both fields or none. */
export function readHoldOption(parameters: ItemParameters): Hold | undefined {
	const { holdBy: by, holdReason: reason } = parameters.get('options', optionSchema);
	return by === '' ? undefined : { by, reason };
}

export const readHold = (parameters: ItemParameters): Hold => ({
	by: parameters.get('holdBy', needed),
	reason: parameters.get('holdReason', needed),
});
