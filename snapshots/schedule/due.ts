import { longestKept } from './keptLongest';
import { newestBetween } from './occurrences';
import type { DueItem, Profile } from './profile';

const HOUR_MS = 3_600_000;

/** Ticks come each minute. What is later than this was missed, not just looked at late. */
const ON_TIME_MS = 5 * 60_000;

/**
 * What to run now: for each period that came due after `since` up to `now` its newest occurrence, with how
 * many it missed before; or one item for all of them, as the profile says. `delayMs` moves all of it later
 * and leaves the scheduled instants, which name the snapshots, as they are.
 */
export function dueItems(profile: Profile, since: Date, now: Date, delayMs = 0): DueItem[] {
	const from = new Date(since.getTime() - delayMs);
	const to = new Date(now.getTime() - delayMs);
	const due = profile.periods.flatMap((period): DueItem[] => {
		const newest = newestBetween(profile, period, from, to);
		if (newest === undefined || to.getTime() - newest.at.getTime() > latestMs(profile)) return [];
		const scheduledAt = newest.at.toISOString();
		return [{ profile, period, scheduledAt, missed: newest.count - 1, standsFor: [] }];
	});
	return profile.coinciding === 'each' ? due : oneForAll(due);
}

function latestMs({ missed, missedWithinHours }: Profile): number {
	switch (missed) {
		case 'skip':
			return ON_TIME_MS;
		case 'runOnce':
			return Math.max((missedWithinHours ?? Infinity) * HOUR_MS, ON_TIME_MS);
	}
}

/** What is run at the same time would hold the same: the snapshot that stays longest serves for all. */
function oneForAll(due: readonly DueItem[]): DueItem[] {
	const [first, ...others] = due.map(({ period }) => period);
	if (first === undefined) return [];
	const longest = longestKept([first, ...others]);
	const standsFor = [first, ...others].filter((period) => period !== longest);
	return due
		.filter(({ period }) => period === longest)
		.map((item) => ({ ...item, standsFor: standsFor.map(({ name }) => name) }));
}
