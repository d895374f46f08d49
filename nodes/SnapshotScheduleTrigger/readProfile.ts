import type { ITriggerFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { profileSchema, type Frequency, type Profile } from '../../snapshots/schedule/profile';
import { parseWith } from '../shared/parseWith';
import { labelOf } from '../shared/readParameters';
import { UNITS, type Unit } from '../shared/readProfile';
import { triggerProperties } from './properties';

const wholeNumber = z.number().int('must be a whole number');

/** The fields of one period as the editor stores them; what it hides or leaves at its default is absent. */
const periodFields = z.object({
	name: z.string().default('daily'),
	every: z.enum(['day', 'hours', 'minutes']).default('day'),
	at: z.string().trim().default('02:00'),
	hours: wholeNumber.min(1).max(23).default(4),
	minutes: wholeNumber.min(1).max(1439).default(30),
	keepLast: wholeNumber.min(0).default(7),
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
});

/** The profile that the node describes, or a refusal under the fields' names in the editor. */
export function readProfile(context: ITriggerFunctions): Profile {
	const given = {
		profileName: context.getNodeParameter('profileName', ''),
		timeZone: context.getNodeParameter('timeZone', ''),
		periods: context.getNodeParameter('periods', {}),
	};
	const parseContext = { system: 'profile', labelOf: labelInEditor };
	const fields = parseWith(fieldsSchema, given, parseContext);
	const profile = {
		name: fields.profileName,
		timeZone: fields.timeZone === '' ? context.getTimezone() : fields.timeZone,
		periods: fields.periods.period.map(periodFrom),
	};
	return parseWith(profileSchema, profile, parseContext);
}

const periodFrom = (fields: PeriodFields) => ({
	name: fields.name,
	frequency: frequencyFrom(fields),
	retention: {
		last: fields.keepLast === 0 ? undefined : fields.keepLast,
		keepFor: fields.keepFor === 0 ? undefined : durationOf(fields.keepFor, fields.keepForUnit),
		minimum: fields.minimum,
	},
	memory: fields.memory,
	quiesce: fields.quiesce,
});

function frequencyFrom({ every, at, hours, minutes }: PeriodFields): Frequency {
	switch (every) {
		case 'day':
			return { every, at };
		case 'hours':
			return { every, count: hours };
		case 'minutes':
			return { every, count: minutes };
	}
}

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

/** The profile's own words for a field, as the editor has them. */
const IN_EDITOR: Readonly<Record<string, string>> = {
	last: 'keepLast',
	frequency: 'at',
};

function labelInEditor(path: readonly (string | number)[]): string | undefined {
	const [first, ...rest] = path;
	if (first === 'name') return 'Profile Name';
	const index = path.find((step) => typeof step === 'number');
	const last = path.filter((step) => typeof step === 'string').at(-1) ?? '';
	const field = labelOf(triggerProperties, ['periods', 'period', IN_EDITOR[last] ?? last]);
	if (index === undefined) return labelOf(triggerProperties, [first ?? '', ...rest]);
	return `${field ?? last} of period ${index + 1}`;
}
