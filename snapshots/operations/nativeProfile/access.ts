import type { Connection } from '../../connection';
import { capabilitiesOf } from '../../connection';
import { SnapshotError } from '../../errors';
import { LEVELS, LEVEL_IN_WORDS, type TargetRef } from '../../model';
import type { NativeProfiles } from '../../nativeProfile';

/** Refuses before the first request where the system keeps no profiles by itself, with the way out. */
export function profilesOf(on: Connection): NativeProfiles {
	const { profiles, system } = on.driver;
	if (profiles !== undefined) return profiles;
	throw new SnapshotError('UNSUPPORTED', `${system} keeps no snapshot profiles by itself`, {
		system,
		advice:
			'Let n8n run the profile: Snapshot Schedule Trigger, then Create Snapshot and Prune by Retention with Settings From set to Profile. Nothing was sent.',
	});
}

/** Refuses a target of a level that native profiles can't be assigned to. */
export function assertAssignable(on: Connection, target: TargetRef): void {
	const { nativeProfile } = capabilitiesOf(on.driver, target.level, target);
	if (nativeProfile?.supported === true) return;
	const { system } = on.driver;
	const message = `${system} can’t give ${target.name} a profile of its own`;
	const levels = LEVELS.filter(
		(level) => on.driver.capabilities.levels[level]?.nativeProfile?.supported === true,
	).map((level) => LEVEL_IN_WORDS[level]);
	throw new SnapshotError(
		'UNSUPPORTED',
		nativeProfile === undefined ? message : `${message}: ${nativeProfile.reason}`,
		{ system, target, advice: nativeProfile?.instead ?? `Choose one of: ${levels.join(', ')}.` },
	);
}
