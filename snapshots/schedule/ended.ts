import { nextOccurrences } from './occurrences';
import type { Period, Profile } from './profile';

/** Periods of which nothing is due any more: past their end or their one time, or all on excluded dates. */
export const endedPeriods = (profile: Profile, from: Date): readonly Period[] =>
	profile.periods.filter(
		(period) => nextOccurrences({ ...profile, periods: [period] }, from, 1).length === 0,
	);
