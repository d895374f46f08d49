import { DateTime } from 'luxon';
import { dueItems } from '../schedule/due';
import { occurrencesBetween } from '../schedule/occurrences';
import { expiryOf, type DueItem, type Profile } from '../schedule/profile';
import { planRetention, type Retainable } from './plan';
import { policyOf } from './policy';

/** More than a VM should carry, by the manuals of VMware and Storware. */
const MANY = 3;

export interface SimulatedSnapshot extends Retainable {
	readonly period: string;
}

export interface SimulatedDay {
	/** The local date, as `2026-11-21`. */
	readonly date: string;
	/** What exists on each VM when the day ends, newest first. */
	readonly existing: readonly SimulatedSnapshot[];
	/** The most that existed at once during the day: a new one is made before an old one goes. */
	readonly most: number;
}

export interface Simulation {
	readonly days: readonly SimulatedDay[];
	/** The most at once on each VM, and when first. */
	readonly peak: { readonly count: number; readonly at: Date };
	readonly warnings: readonly string[];
}

export interface SimulationOptions {
	readonly from: Date;
	readonly days: number;
	/** How many snapshots the system allows on one VM. */
	readonly limit?: number;
}

/**
 * What a profile comes to: one VM's snapshots day by day, if each due period is run on time, Create Snapshot
 * first and Prune by Retention after it. Nothing here decides: the schedule and the plan do, as they do then.
 */
export function simulateProfile(
	profile: Profile,
	{ from, days, limit }: SimulationOptions,
): Simulation {
	let existing: readonly SimulatedSnapshot[] = [];
	let peak = { count: 0, at: from };
	const simulated: SimulatedDay[] = [];
	let start = from;
	for (let day = 0; day < days; day++) {
		const local = DateTime.fromJSDate(start, { zone: profile.timeZone });
		const end = local.startOf('day').plus({ days: 1 }).startOf('day').toJSDate();
		let most = existing.length;
		for (const at of instantsWithin(profile, start, end)) {
			for (const due of dueItems(profile, justBefore(at), at)) {
				const made = [snapshotOf(due, at), ...existing];
				most = Math.max(most, made.length);
				if (made.length > peak.count) peak = { count: made.length, at };
				existing = pruned(made, due, at);
			}
		}
		simulated.push({ date: local.toISODate() ?? '', existing, most });
		start = end;
	}
	return { days: simulated, peak, warnings: warningsFor(peak.count, limit) };
}

const justBefore = (at: Date): Date => new Date(at.getTime() - 1);

/** From the start of a day up to, but not at, its end. */
function instantsWithin(profile: Profile, start: Date, end: Date): readonly Date[] {
	const instants = new Set<number>();
	for (const { at } of occurrencesBetween(profile, justBefore(start), justBefore(end))) {
		instants.add(at.getTime());
	}
	return [...instants].map((at) => new Date(at));
}

const snapshotOf = ({ period, profile }: DueItem, at: Date): SimulatedSnapshot => ({
	id: `${period.name} ${at.toISOString()}`,
	period: period.name,
	createdAt: at,
	expiresAt: expiryOf(period, profile.timeZone, at),
});

/** As Prune by Retention does it: the period that was due, and no other. */
function pruned(
	all: readonly SimulatedSnapshot[],
	{ profile, period }: DueItem,
	now: Date,
): readonly SimulatedSnapshot[] {
	const own = all.filter((one) => one.period === period.name);
	const { timeZone } = profile;
	const { decisions } = planRetention(own, policyOf(period.retention), { timeZone, now });
	const removed = new Set(
		decisions.filter(({ action }) => action === 'remove').map(({ snapshot }) => snapshot),
	);
	return all.filter((one) => !removed.has(one));
}

function warningsFor(count: number, limit: number | undefined): string[] {
	if (limit !== undefined && count > limit) {
		return [`At its peak each VM has ${count} snapshots; the system allows ${limit}.`];
	}
	if (count <= MANY) return [];
	return [
		`At its peak each VM has ${count} snapshots. More than ${MANY} at once cost speed and space on most systems.`,
	];
}
