import type { Connection, Patience } from '../../connection';
import type { NativeProfile } from '../../nativeProfile';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { profilesOf } from './access';

export interface ListProfilesOrder {
	/** Whether to count the targets of each, too. */
	readonly withAssignments: boolean;
	readonly patience: Patience;
}

/** All profiles that the system keeps by itself, by name. */
export async function listNativeProfiles(
	on: Connection,
	{ withAssignments, patience: { timeLimitSeconds } }: ListProfilesOrder,
): Promise<readonly NativeProfile[]> {
	const profiles = profilesOf(on);
	const doing = `listing the snapshot profiles of ${on.driver.system}`;
	const found = await withinTimeLimit(on, { timeLimitSeconds, doing }, (signal) =>
		profiles.list({ withAssignments }, signal),
	);
	return [...found].sort((left, right) => left.name.localeCompare(right.name));
}
