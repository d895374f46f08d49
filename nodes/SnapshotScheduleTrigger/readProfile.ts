import type { ITriggerFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import { parseWith } from '../../snapshots/parseWith';
import { labelInForm } from '../shared/profileForm/labels';
import { listed, localDate } from '../shared/profileForm/readFrequency';
import { periodFields, periodFrom } from '../shared/profileForm/readPeriods';
import { triggerProperties } from './properties';

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
	const parseContext = { system: 'profile', labelOf: labelInForm(triggerProperties) };
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
