import { DateTime } from 'luxon';
import { dueItems } from '../schedule/due';
import { occurrencesBetween } from '../schedule/occurrences';
import { expiryOf, type DueItem, type Profile } from '../schedule/profile';
import { planRetention, type Decision, type Retainable, type RetentionPlan } from './plan';
import { policyOf } from './policy';

/** More than a VM should carry, by the manuals of VMware and Storware. */
const MANY = 3;
/** A run costs time besides that of its decisions: about that of so many more. */
const RUN_COST = 25;

export interface SimulatedSnapshot extends Retainable {
	readonly period: string;
}

export interface SimulatedDay {
	/** The local date, as `2026-11-21`. */
	readonly date: string;
	/** In the order of the day. */
	readonly made: readonly SimulatedSnapshot[];
	readonly removed: readonly SimulatedSnapshot[];
	/** What exists on each VM when the day ends, newest first. */
	readonly existing: readonly SimulatedSnapshot[];
	/** The most that existed at once during the day: a new one is made before an old one goes. */
	readonly most: number;
}

export interface Simulation {
	readonly days: readonly SimulatedDay[];
	/** When the last of these days ends. */
	readonly until: Date;
	/** The most at once on each VM, and when first. */
	readonly peak: { readonly count: number; readonly at: Date };
	readonly warnings: readonly string[];
}

export interface SimulationOptions {
	readonly from: Date;
	readonly days: number;
	/** Ends with the day on which retention has decided so often, if that comes first: a bound to its time. */
	readonly enough?: number;
	/** How many snapshots each system that comes into question allows on one VM. */
	readonly limits?: readonly SystemLimit[];
}

export interface SystemLimit {
	/** As people know it. */
	readonly system: string;
	readonly most: number;
}

/**
 * What a profile comes to: one VM's snapshots day by day, if each due period is run on time, Create Snapshot
 * first and Prune by Retention after it. Nothing here decides: the schedule and the plan do, as they do then.
 */
export function simulateProfile(
	profile: Profile,
	{ from, days: longest, enough = Infinity, limits = [] }: SimulationOptions,
): Simulation {
	let existing: readonly SimulatedSnapshot[] = [];
	let peak = { count: 0, at: from };
	let decided = 0;
	let until = from;
	const days: SimulatedDay[] = [];
	while (days.length < longest && decided < enough) {
		const local = DateTime.fromJSDate(until, { zone: profile.timeZone });
		const end = local.startOf('day').plus({ days: 1 }).startOf('day').toJSDate();
		const made: SimulatedSnapshot[] = [];
		const removed: SimulatedSnapshot[] = [];
		let most = existing.length;
		for (const due of dueBetween(profile, until, end)) {
			const one = snapshotOf(due);
			made.push(one);
			const all = [one, ...existing];
			most = Math.max(most, all.length);
			if (all.length > peak.count) peak = { count: all.length, at: one.createdAt };
			const { decisions } = planOf(all, due);
			decided += decisions.length + RUN_COST;
			const gone = new Set(decisions.filter(isRemoved).map(({ snapshot }) => snapshot));
			removed.push(...gone);
			existing = all.filter((other) => !gone.has(other));
		}
		days.push({ date: local.toISODate() ?? '', made, removed, existing, most });
		until = end;
	}
	return { days, until, peak, warnings: [...tooMany(peak.count, limits), ...stillGrowing(days)] };
}

/** From the start of a day up to, but not at, its end. */
function* dueBetween(profile: Profile, start: Date, end: Date): Generator<DueItem, void> {
	const instants = new Set<number>();
	for (const { at } of occurrencesBetween(profile, justBefore(start), justBefore(end))) {
		instants.add(at.getTime());
	}
	for (const instant of instants) {
		const at = new Date(instant);
		yield* dueItems(profile, justBefore(at), at);
	}
}

const justBefore = (at: Date): Date => new Date(at.getTime() - 1);

function snapshotOf({ period, profile, scheduledAt }: DueItem): SimulatedSnapshot {
	const createdAt = new Date(scheduledAt);
	return {
		id: `${period.name} ${scheduledAt}`,
		period: period.name,
		createdAt,
		expiresAt: expiryOf(period, profile.timeZone, createdAt),
	};
}

/** As Prune by Retention does it, at once: of the period that was due, and no other. */
function planOf(
	all: readonly SimulatedSnapshot[],
	{ profile: { timeZone }, period, scheduledAt }: DueItem,
): RetentionPlan<SimulatedSnapshot> {
	const own = all.filter((one) => one.period === period.name);
	const now = new Date(scheduledAt);
	return planRetention(own, policyOf(period.retention), { timeZone, now });
}

const isRemoved = ({ action }: Decision<SimulatedSnapshot>): boolean => action === 'remove';

function tooMany(count: number, limits: readonly SystemLimit[]): string[] {
	const peak = `At its peak each VM has ${count} snapshots`;
	const exceeded = limits.filter(({ most }) => count > most);
	return [
		...exceeded.map(({ system, most }) => `${peak}; ${system} allows ${most}.`),
		...(count > MANY
			? [`${peak}. More than ${MANY} at once cost speed and space on most systems.`]
			: []),
	];
}

/** A period that makes more and more of them has not come to its peak, or never will. */
function stillGrowing(days: readonly SimulatedDay[]): string[] {
	const made = days.flatMap((day) => day.made.map(({ period }) => period));
	const removed = new Set(days.flatMap((day) => day.removed.map(({ period }) => period)));
	return [...new Set(made)]
		.filter((name) => !removed.has(name) && made.indexOf(name) !== made.lastIndexOf(name))
		.map(
			(name) => `In ${nextDays(days.length)} no snapshot of ${name} is removed: they become more.`,
		);
}

export const nextDays = (count: number): string =>
	count === 1 ? 'the next day' : `the next ${count} days`;
