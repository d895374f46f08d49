import { occurrencesBetween } from './occurrences';
import type { DueItem, Profile } from './profile';

/** Looking back further than this after an outage would only find older occurrences of the same periods. */
const LONGEST_LOOK_BACK_MS = 7 * 86_400_000;

/** For each period that came due after `since` up to `now`: its newest occurrence, and how many it missed. */
export function dueItems(profile: Profile, since: Date, now: Date): DueItem[] {
	const from = new Date(Math.max(since.getTime(), now.getTime() - LONGEST_LOOK_BACK_MS));
	return profile.periods.flatMap((period) => {
		const occurrences = occurrencesBetween(period.frequency, profile.timeZone, from, now);
		const newest = occurrences.at(-1);
		if (newest === undefined) return [];
		return [{ profile, period, scheduledAt: newest.toISOString(), missed: occurrences.length - 1 }];
	});
}

/** The next instants at which any period is due, with the period's name. Empty only if none ever is. */
export function nextOccurrences(
	profile: Profile,
	from: Date,
	count: number,
): ReadonlyArray<{ readonly period: string; readonly at: Date }> {
	const horizon = new Date(from.getTime() + LONGEST_LOOK_BACK_MS);
	return profile.periods
		.flatMap((period) =>
			occurrencesBetween(period.frequency, profile.timeZone, from, horizon)
				.slice(0, count)
				.map((at) => ({ period: period.name, at })),
		)
		.sort((left, right) => left.at.getTime() - right.at.getTime())
		.slice(0, count);
}
