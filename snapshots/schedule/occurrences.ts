import type { Period, Profile } from './profile';
import { slotsAfter } from './slots';

/** One instant at which one period is due. */
export interface Occurrence {
	readonly period: Period;
	readonly at: Date;
}

/**
 * All that comes due after an instant, soonest first; at the same instant in the order of the profile. As
 * long as people like to read on: it ends only where the profile does.
 */
export function* occurrencesAfter(profile: Profile, from: Date): Generator<Occurrence, void> {
	const lines = profile.periods.map((period) => {
		const instants = instantsAfter(profile, period, from.getTime());
		return { period, instants, next: instants.next() };
	});
	for (;;) {
		let soonest: (typeof lines)[number] | undefined;
		let at = Infinity;
		for (const line of lines) {
			if (line.next.done === true || line.next.value >= at) continue;
			at = line.next.value;
			soonest = line;
		}
		if (soonest === undefined) return;
		yield { period: soonest.period, at: new Date(at) };
		soonest.next = soonest.instants.next();
	}
}

/** What comes due after `from` up to and including `to`: intervals that follow each other share nothing. */
export function* occurrencesBetween(
	profile: Profile,
	from: Date,
	to: Date,
): Generator<Occurrence, void> {
	for (const occurrence of occurrencesAfter(profile, from)) {
		if (occurrence.at > to) return;
		yield occurrence;
	}
}

/** The next few of all periods together; fewer only when no more ever come. */
export function nextOccurrences(profile: Profile, from: Date, count: number): Occurrence[] {
	const found: Occurrence[] = [];
	if (count <= 0) return found;
	for (const occurrence of occurrencesAfter(profile, from)) {
		found.push(occurrence);
		if (found.length >= count) break;
	}
	return found;
}

/** The newest of one period, and how many there are; by whole days, so that years take no time. */
export function newestBetween(
	profile: Profile,
	period: Period,
	from: Date,
	to: Date,
): { readonly at: Date; readonly count: number } | undefined {
	let newest = -Infinity;
	let count = 0;
	for (const { first, last, step } of slotsAfter(profile, period, from.getTime())) {
		if (first > to.getTime()) break;
		const steps = Math.floor((Math.min(last, to.getTime()) - first) / step);
		newest = first + steps * step;
		count += steps + 1;
	}
	return count === 0 ? undefined : { at: new Date(newest), count };
}

function* instantsAfter(profile: Profile, period: Period, from: number): Generator<number, void> {
	for (const { first, last, step } of slotsAfter(profile, period, from)) {
		for (let at = first; at <= last; at += step) yield at;
	}
}
