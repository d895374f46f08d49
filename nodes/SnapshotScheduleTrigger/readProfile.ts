import type { ITriggerFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import { parseWith } from '../../snapshots/parseWith';
import { UNITS, type Unit } from '../shared/readProfile';
import { retentionRulesSchema } from '../shared/readRetentionRules';
import { labelInEditor } from './labels';
import { frequencyFields, frequencyFrom, listed, localDate } from './readFrequency';

const wholeNumber = z.number().int('must be a whole number');

/** The fields of one period as the editor stores them; what it hides or leaves at its default is absent. */
const periodFields = z.object({
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

const fieldsSchema = z.object({
	profileName: z.string(),
	timeZone: z.string().trim(),
	periods: z.object({ period: z.array(periodFields).default([]) }),
	coinciding: z.enum(['each', 'longestKept']),
	missed: z.enum(['runOnce', 'skip']),
	missedWithinHours: z.number().min(0),
	options: z.object({
		startDate: z.string().trim().default(''),
		endDate: z.string().trim().default(''),
		excludedDates: z.string().default(''),
		jitterMinutes: z.number().default(0),
	}),
});

/** The profile that the node describes, or a refusal under the fields' names in the editor. */
export function readProfile(context: ITriggerFunctions): Profile {
	const given = {
		profileName: context.getNodeParameter('profileName', ''),
		timeZone: context.getNodeParameter('timeZone', ''),
		periods: context.getNodeParameter('periods', {}),
		coinciding: context.getNodeParameter('coinciding', 'each'),
		missed: context.getNodeParameter('missed', 'runOnce'),
		missedWithinHours: context.getNodeParameter('missedWithinHours', 0),
		options: context.getNodeParameter('options', {}),
	};
	const parseContext = { system: 'profile', labelOf: labelInEditor };
	const { options, ...fields } = parseWith(fieldsSchema, given, parseContext);
	const timeZone = fields.timeZone === '' ? context.getTimezone() : fields.timeZone;
	const profile: z.input<typeof profileSchema> = {
		name: fields.profileName,
		timeZone,
		periods: fields.periods.period.map((period) => periodFrom(period, timeZone)),
		startDate: localDate(options.startDate, timeZone),
		endDate: localDate(options.endDate, timeZone),
		excludedDates: listed(options.excludedDates),
		missed: fields.missed,
		missedWithinHours: fields.missedWithinHours === 0 ? undefined : fields.missedWithinHours,
		coinciding: fields.coinciding,
		jitterMinutes: options.jitterMinutes,
	};
	return parseWith(profileSchema, profile, parseContext);
}

const periodFrom = (
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
