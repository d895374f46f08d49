import { z } from 'zod';
import type { AutoAssignOrder } from '../../snapshots/operations/nativeProfile/autoAssign';
import type { ExportOrder } from '../../snapshots/operations/nativeProfile/export';
import type { NativeProfileChoice } from '../../snapshots/operations/nativeProfile/find';
import type { ImportOrder } from '../../snapshots/operations/nativeProfile/import';
import { timeZoneSchema } from '../../snapshots/retention/policy';
import { readDrawnProfile, readInputProfile } from '../shared/profileForm/readProfile';
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
	const profile =
		readOrderMode(parameters) === 'fromProfile'
			? readInputProfile(parameters)
			: readDrawnProfile(parameters, nativeProfileProperties);
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
