import { z } from 'zod';
import type { profileSchema } from '../../../snapshots/schedule/profile';
import { UNITS, type Unit } from '../readProfile';
import { retentionRulesSchema } from '../readRetentionRules';
import { frequencyFields, frequencyFrom } from './readFrequency';

const wholeNumber = z.number().int('must be a whole number');

/** The fields of one period as the editor stores them; what it hides or leaves at its default is absent. */
export const periodFields = z.object({
	name: z.string().default('daily'),
	...frequencyFields,
	keepLast: wholeNumber.min(0).default(7),
	rules: retentionRulesSchema,
	keepFor: wholeNumber.min(0).default(0),
	keepForUnit: z.enum(UNITS).default('days'),
	minimum: wholeNumber.min(1).default(1),
	memory: z.boolean().default(false),
	quiesce: z.enum(['require', 'prefer', 'off']).default('prefer'),
});
type PeriodFields = z.infer<typeof periodFields>;

/** In the words of the profile, which judges them. */
export const periodFrom = (
	fields: PeriodFields,
	timeZone: string,
): z.input<typeof profileSchema>['periods'][number] => ({
	name: fields.name,
	frequency: frequencyFrom(fields, timeZone),
	retention: {
		last: fields.keepLast === 0 ? undefined : fields.keepLast,
		...fields.rules,
		keepFor: fields.keepFor === 0 ? undefined : durationOf(fields.keepFor, fields.keepForUnit),
		minimum: fields.minimum,
	},
	memory: fields.memory,
	quiesce: fields.quiesce,
});

const DESIGNATORS: Readonly<Record<Unit, readonly [before: string, after: string]>> = {
	hours: ['PT', 'H'],
	days: ['P', 'D'],
	weeks: ['P', 'W'],
	months: ['P', 'M'],
};

function durationOf(amount: number, unit: Unit): string {
	const [before, after] = DESIGNATORS[unit];
	return `${before}${amount}${after}`;
}
