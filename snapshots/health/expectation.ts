import { profileKeyOf } from '../mark/mark';
import type { Snapshot } from '../model';
import { newestBetween } from '../schedule/occurrences';
import type { Profile } from '../schedule/profile';

/** What somebody relies on: how fresh the newest good snapshot of each target is. */
export type Expectation =
	| {
			readonly by: 'profile';
			readonly profile: Profile;
			/** How late a snapshot may be before that counts as broken. The profile's own spread comes on top. */
			readonly graceMinutes: number;
	  }
	| { readonly by: 'age'; readonly maxAgeHours: number }
	| { readonly by: 'nothing' };

/**
 * `kept`: the newest good snapshot is as fresh as was promised. `atRisk`: the next one is late, but not yet by
 * more than the grace; or three quarters of the age are used up. `broken`: a restore would lose more than
 * was promised. `notDue`: the profile has not been due yet. `notPromised`: nobody said what to expect.
 */
export const RPO_STATES = ['kept', 'atRisk', 'broken', 'notDue', 'notPromised'] as const;
export type RpoState = (typeof RPO_STATES)[number];

/** Recovery point of one target: what a restore would bring back. */
export interface RecoveryPoint {
	readonly state: RpoState;
	/** The newest good snapshot that counts for the expectation. */
	readonly newest?: Snapshot;
	/** When the newest one was last due. */
	readonly dueAt?: Date;
	/** How many times one was due since the newest. */
	readonly missed: number;
}

export type Judge = (snapshots: readonly Snapshot[]) => RecoveryPoint;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A profile that was not due for so long is one that ended, or is due only later. */
const LOOK_BACK_MS = 3 * 366 * 24 * HOUR_MS;
const AT_RISK_SHARE = 0.75;

/** Works out once for all targets when snapshots were due. Snapshots are given newest first. */
export function judgeBy(
	expectation: Expectation,
	now: Date,
	options: { readonly marksAreKept: boolean },
): Judge {
	switch (expectation.by) {
		case 'profile':
			return judgeByProfile(expectation, now, options);
		case 'age':
			return judgeByAge(expectation.maxAgeHours, now);
		case 'nothing':
			return (snapshots) => ({
				state: 'notPromised',
				newest: snapshots.find(isGood),
				missed: 0,
			});
	}
}

const isGood = ({ state }: Snapshot): boolean => state === 'ready';

function judgeByAge(maxAgeHours: number, now: Date): Judge {
	return (snapshots) => {
		const newest = snapshots.find(isGood);
		if (newest === undefined) return { state: 'broken', missed: 0 };
		const ageHours = (now.getTime() - newest.createdAt.getTime()) / HOUR_MS;
		if (ageHours > maxAgeHours) return { state: 'broken', newest, missed: 0 };
		return { state: ageHours > AT_RISK_SHARE * maxAgeHours ? 'atRisk' : 'kept', newest, missed: 0 };
	};
}

function judgeByProfile(
	{ profile, graceMinutes }: Extract<Expectation, { by: 'profile' }>,
	now: Date,
	{ marksAreKept }: { readonly marksAreKept: boolean },
): Judge {
	const key = profileKeyOf(profile.name);
	// A system that keeps no marks tells nobody whose snapshot it is: any good one counts.
	const counts = (snapshot: Snapshot): boolean =>
		isGood(snapshot) && (!marksAreKept || snapshot.mark?.profileKey === key);
	const graceMs = (graceMinutes + profile.jitterMinutes) * MINUTE_MS;
	const dueAt = lastDue(profile, now);
	const overdueAt = lastDue(profile, new Date(now.getTime() - graceMs));
	return (snapshots) => {
		const newest = snapshots.find(counts);
		if (dueAt === undefined) return { state: 'notDue', newest, missed: 0 };
		if (newest !== undefined && covers(newest, dueAt)) {
			return { state: 'kept', newest, dueAt, missed: 0 };
		}
		const missed = newest === undefined ? 0 : dueSince(profile, newest, now);
		const isLate = overdueAt !== undefined && !(newest !== undefined && covers(newest, overdueAt));
		return { state: isLate ? 'broken' : 'atRisk', newest, dueAt, missed };
	};
}

/** The clocks of system and schedule may differ a little, so the instant that the mark tells counts, too. */
const covers = ({ createdAt, mark }: Snapshot, at: Date): boolean =>
	createdAt >= at || (mark?.scheduledAt !== undefined && mark.scheduledAt >= at);

function lastDue(profile: Profile, until: Date): Date | undefined {
	const from = new Date(until.getTime() - LOOK_BACK_MS);
	return profile.periods
		.flatMap((period) => newestBetween(profile, period, from, until)?.at ?? [])
		.reduce<Date | undefined>(
			(latest, at) => (latest === undefined || at > latest ? at : latest),
			undefined,
		);
}

function dueSince(profile: Profile, { createdAt, mark }: Snapshot, now: Date): number {
	const from = mark?.scheduledAt ?? createdAt;
	return profile.periods.reduce(
		(sum, period) => sum + (newestBetween(profile, period, from, now)?.count ?? 0),
		0,
	);
}
