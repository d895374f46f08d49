import { z } from 'zod';
import type { AutoAssignOrder } from '../../snapshots/operations/nativeProfile/autoAssign';
import type { ExportOrder } from '../../snapshots/operations/nativeProfile/export';
import type { NativeProfileChoice } from '../../snapshots/operations/nativeProfile/find';
import type { ImportOrder } from '../../snapshots/operations/nativeProfile/import';
import { parseWith } from '../../snapshots/parseWith';
import { timeZoneSchema } from '../../snapshots/retention/policy';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import { labelInForm } from '../shared/profileForm/labels';
import { periodFields, periodFrom } from '../shared/profileForm/readPeriods';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readOrderMode } from '../shared/readProfile';
import { locatorSchema } from '../shared/readTargets';
import { readRules } from './autoAssignRules';
import { nativeProfileProperties } from './properties';

export function readChoice(parameters: ItemParameters): NativeProfileChoice {
	const { mode, value } = parameters.get('nativeProfile', locatorSchema);
	return { by: mode === 'name' ? 'name' : 'id', value };
}

export const readPreview = (parameters: ItemParameters): boolean =>
	parameters.get('preview', z.boolean());

const zoneSchema = z
	.string()
	.trim()
	.default('')
	.transform((zone) => (zone === '' ? undefined : zone))
	.pipe(timeZoneSchema.optional());

export const readImportOrder = (parameters: ItemParameters): ImportOrder => ({
	choice: readChoice(parameters),
	systemTimeZone: parameters.get('systemTimeZone', zoneSchema),
	fallbackTimeZone: parameters.timeZone(),
	patience: readPatience(parameters),
});

export const readAutoAssignOrder = (parameters: ItemParameters): AutoAssignOrder => ({
	choice: readChoice(parameters),
	change: readRules(parameters),
	preview: readPreview(parameters),
	patience: readPatience(parameters),
});

export function readExportOrder(parameters: ItemParameters): ExportOrder {
	const profile = readProfile(parameters);
	return {
		profile,
		systemTimeZone: parameters.get('systemTimeZone', zoneSchema),
		// Whoever says nothing means the same clock on both sides.
		fallbackTimeZone: profile.timeZone,
		acceptLosses: parameters.get('acceptLosses', z.boolean()),
		preview: readPreview(parameters),
		patience: readPatience(parameters),
	};
}

const inputSchema = z.object({ profile: profileSchema });
const formSchema = z.object({ period: z.array(periodFields).default([]) });

function readProfile(parameters: ItemParameters): Profile {
	if (readOrderMode(parameters) === 'fromProfile') {
		const advice =
			'Connect Snapshot Schedule Trigger or Import, or set Settings From to This Node. Nothing was sent.';
		return parameters.input(inputSchema, advice).profile;
	}
	const given = parameters.get('timeZone', z.string().trim().default(''));
	const timeZone = given === '' ? parameters.timeZone() : given;
	const { period: periods } = parameters.get('periods', formSchema);
	const drawn: z.input<typeof profileSchema> = {
		name: parameters.get('profileName', z.string()),
		timeZone,
		periods: periods.map((period) => periodFrom(period, timeZone)),
	};
	const labelOf = labelInForm(nativeProfileProperties);
	return parseWith(profileSchema, drawn, { system: 'profile', labelOf });
}
