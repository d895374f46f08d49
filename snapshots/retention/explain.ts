import { Zone } from '../time/zone';
import { cell, table } from './markdown';
import type { Decision, Retainable, RetentionPlan } from './plan';

/** What is shown of a snapshot. */
export interface Explainable extends Retainable {
	readonly name?: string;
}

/** One day or hour of the zone, and what becomes of the snapshots taken in it. */
export interface CalendarEntry<S extends Retainable> {
	/** For example `2026-11-21`, or `2026-11-21 02:00 +01:00`. */
	readonly label: string;
	readonly kept: ReadonlyArray<Decision<S>>;
	readonly removed: ReadonlyArray<Decision<S>>;
}

/** The plan by day or hour of the zone, newest first; a day without snapshots has no entry. */
export function calendarOf<S extends Retainable>(
	{ decisions }: RetentionPlan<S>,
	timeZone: string,
	by: 'day' | 'hour' = 'day',
): ReadonlyArray<CalendarEntry<S>> {
	const zone = Zone.named(timeZone);
	const entries = new Map<string, { kept: Decision<S>[]; removed: Decision<S>[] }>();
	for (const decision of decisions) {
		const label = zone.localTime(decision.snapshot.createdAt.getTime())[by];
		const entry = entries.get(label) ?? { kept: [], removed: [] };
		entries.set(label, entry);
		(decision.action === 'keep' ? entry.kept : entry.removed).push(decision);
	}
	return [...entries].map(([label, entry]) => ({ label, ...entry }));
}

/** The plan as a Markdown table, for a person who is to approve it. */
export function planMarkdown(plan: RetentionPlan<Explainable>, timeZone: string): string {
	const zone = Zone.named(timeZone);
	const rows = plan.decisions.map(({ snapshot, action, reasons }) => [
		cell(nameOf(snapshot)),
		zone.localTime(snapshot.createdAt.getTime()).toString(),
		IN_WORDS[action],
		cell(reasons.join('; ')),
	]);
	return table(['Snapshot', `Taken (${timeZone})`, 'Plan', 'Why'], rows);
}

/** The plan as a calendar in Markdown: a line for each day or hour. */
export function calendarMarkdown(
	plan: RetentionPlan<Explainable>,
	timeZone: string,
	by: 'day' | 'hour' = 'day',
): string {
	const rows = calendarOf(plan, timeZone, by).map(({ label, kept, removed }) => [
		label,
		kept.map(withReasons).join('<br>'),
		removed.map(withReasons).join('<br>'),
	]);
	return table([`${by === 'day' ? 'Day' : 'Hour'} (${timeZone})`, 'Keep', 'Remove'], rows);
}

const IN_WORDS = { keep: 'keep', remove: '**remove**' } as const;

const nameOf = ({ id, name }: Explainable): string => name ?? id;

const withReasons = ({ snapshot, reasons }: Decision<Explainable>): string =>
	`${cell(nameOf(snapshot))}: ${cell(reasons.join('; '))}`;
