import type { Connection } from '../../snapshots/connection';
import type { NativeProfile } from '../../snapshots/nativeProfile';
import type { AutoAssignOutcome } from '../../snapshots/operations/nativeProfile/autoAssign';
import type { ExportOutcome } from '../../snapshots/operations/nativeProfile/export';
import type { ImportedProfile } from '../../snapshots/operations/nativeProfile/import';
import { lossesOf } from '../../snapshots/operations/nativeProfile/lossesOf';
import {
	nativeDraftRecord,
	nativeProfileRecord,
	nativeProfileRef,
	plain,
} from '../../snapshots/operations/nativeProfile/record';
import { targetRecord, type JsonRecord } from '../../snapshots/record';
import { localIso } from '../../snapshots/retention/profilePreview';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import type { Profile } from '../../snapshots/schedule/profile';
import type { ItemRecord } from '../shared/items';
import { triggerNodeOf } from '../shared/profileForm/triggerNode';
import { previewOf } from '../shared/profilePreview';
import { dueRecord } from '../shared/readProfile';

export const listedRecord = (on: Connection, profile: NativeProfile): ItemRecord => ({
	system: on.driver.system,
	action: 'listed',
	nativeProfile: nativeProfileRecord(profile),
	notExpressible: lossesOf(profile.periods),
	warnings: [],
});

const NEXT_RUNS = 10;

/**
 * The same fields as Snapshot Schedule Trigger emits when it is executed by hand: the first period, as if it
 * were due now. What it comes to, and a trigger to paste, are for people.
 */
export function importedRecord(
	on: Connection,
	{ native, profile, notExpressible }: ImportedProfile,
): ItemRecord {
	const now = on.clock.now();
	return {
		system: on.driver.system,
		action: 'imported',
		nativeProfile: nativeProfileRecord(native),
		notExpressible: [...notExpressible],
		warnings: [],
		preview: previewOf(profile, now),
		nextRuns: nextOccurrences(profile, now, NEXT_RUNS).map(({ period, at }) => ({
			period: period.name,
			at: localIso(at, profile.timeZone),
		})),
		triggerToPaste: triggerNodeOf(profile) ?? null,
		...dueNow(profile, now),
	};
}

function dueNow(profile: Profile, now: Date): JsonRecord {
	const [period] = profile.periods;
	if (period === undefined) return {};
	const scheduledAt = new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString();
	return dueRecord({ profile, period, scheduledAt, missed: 0, standsFor: [] });
}

export const autoAssignRecord = (
	on: Connection,
	{ action, profile, before, after, affected, warnings }: AutoAssignOutcome,
): ItemRecord => ({
	system: on.driver.system,
	action,
	nativeProfile: nativeProfileRef(profile),
	rules: plain(after),
	rulesBefore: plain(before),
	affected: affected.map(targetRecord),
	warnings: warnings.map(({ code, message }) => ({ code, message })),
});

export const exportedRecord = (
	on: Connection,
	profile: Profile,
	{ action, before, after, draft, notExpressible, warnings }: ExportOutcome,
): ItemRecord => ({
	system: on.driver.system,
	action,
	nativeProfile: after === undefined ? null : nativeProfileRecord(after),
	profileBefore: before === undefined ? null : nativeProfileRecord(before),
	written: nativeDraftRecord(draft),
	notExpressible: [...notExpressible],
	warnings: warnings.map(({ code, message }) => ({ code, message })),
	profile: plain(profile),
});
