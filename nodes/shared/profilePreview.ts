import { previewProfile, previewRecord } from '../../snapshots/retention/profilePreview';
import type { SystemLimit } from '../../snapshots/retention/simulate';
import type { JsonRecord } from '../../snapshots/record';
import type { Profile } from '../../snapshots/schedule/profile';
import { SYSTEMS } from './systems';

/** Twelve months are full by then. */
const LONGEST_DAYS = 400;
/** A few hundred milliseconds’ worth; of a profile that keeps a day of hours it is half a year. */
const ENOUGH = 200_000;

/** What the profile will come to on each VM, from when it is due next: shown to a person, read by no node. */
export function previewOf(profile: Profile, now: Date): JsonRecord {
	const options = { days: LONGEST_DAYS, enough: ENOUGH, limits: LIMITS };
	return previewRecord(previewProfile(profile, now, options), profile);
}

/** The trigger knows no system: those with a limit on one VM’s snapshots are all named, once it is passed. */
const LIMITS = SYSTEMS.flatMap(({ title, capabilities }): SystemLimit[] => {
	const most = capabilities.levels.vm?.maxSnapshotsPerTarget;
	return most === undefined ? [] : [{ system: title, most }];
});

export { localIso } from '../../snapshots/retention/profilePreview';
