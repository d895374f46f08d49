import { Zone } from '../time/zone';
import { cell, table } from './markdown';
import { nextDays, type SimulatedSnapshot, type Simulation } from './simulate';

const DAY_MS = 86_400_000;
/** A month shows how a profile works; a year of rows nobody reads. */
const MOST_ROWS = 31;

/** How many a profile makes on each VM, on average. */
export function madePerDay({ days, until }: Simulation, from: Date): number {
	const made = days.reduce((sum, day) => sum + day.made.length, 0);
	return made / ((until.getTime() - from.getTime()) / DAY_MS);
}

/** The simulated days as a calendar in Markdown: a line for each of the first on which something happens. */
export function simulationMarkdown({ days }: Simulation, timeZone: string): string {
	const eventful = days.filter(({ made, removed }) => made.length + removed.length > 0);
	const rows = eventful
		.slice(0, MOST_ROWS)
		.map((day) => [
			day.date,
			cell(byPeriod(day.made)),
			cell(byPeriod(day.removed)),
			String(day.most),
			String(day.existing.length),
		]);
	return table([`Day (${timeZone})`, 'Made', 'Removed', 'Most at once', 'Left on each VM'], rows);
}

/** One sentence for who sees nothing else. */
export function simulationInWords(simulation: Simulation, from: Date, timeZone: string): string {
	const { days, peak } = simulation;
	const at = Zone.named(timeZone).localTime(peak.at.getTime()).toString().slice(0, 16);
	return `At most ${peak.count} on each VM at once, first on ${at}; ${rateInWords(madePerDay(simulation, from))} (${nextDays(days.length)}).`;
}

function rateInWords(perDay: number): string {
	if (perDay >= 0.95) return `about ${Math.round(perDay)} new a day`;
	return perDay === 0 ? 'none new' : `about one new in ${Math.round(1 / perDay)} days`;
}

/** For example `hourly × 24, daily`. */
export function byPeriod(snapshots: readonly SimulatedSnapshot[]): string {
	const counts = new Map<string, number>();
	for (const { period } of snapshots) counts.set(period, (counts.get(period) ?? 0) + 1);
	return [...counts]
		.map(([period, count]) => (count === 1 ? period : `${period} × ${count}`))
		.join(', ');
}
