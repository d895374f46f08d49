import { DateTime } from 'luxon';
import { Zone } from '../time/zone';
import type { TimeScale } from './timeScale';

/** One line of the axis. */
export interface Tick {
	readonly at: number;
	readonly label: string;
	/** What the label leaves out, where it changes: the day of hours, the year of days and months. */
	readonly context?: string;
}

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year';
interface Step {
	readonly unit: Unit;
	readonly size: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** At the least: days lose an hour when clocks go forward, and February is short. */
const SHORTEST_MS: Readonly<Record<Unit, number>> = {
	minute: MINUTE_MS,
	hour: HOUR_MS,
	day: 23 * HOUR_MS,
	month: 28 * DAY_MS,
	year: 365 * DAY_MS,
};

const SIZES: Readonly<Record<Unit, readonly number[]>> = {
	minute: [1, 2, 5, 10, 15, 30],
	hour: [1, 2, 3, 6, 12],
	day: [1, 2, 7, 14],
	month: [1, 2, 3, 6],
	year: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
};
const UNITS: readonly Unit[] = ['minute', 'hour', 'day', 'month', 'year'];
const STEPS: readonly Step[] = UNITS.flatMap((unit) => SIZES[unit].map((size) => ({ unit, size })));
const COARSEST: Step = { unit: 'year', size: 5000 };

/**
 * Lines at round local times, at least so many pixels apart; only in the night in which clocks go forward, two of
 * them may be an hour nearer.
 */
export function ticksOf(scale: TimeScale, timeZone: string, apart: number): Tick[] {
	const pixelsPerMs = (scale.right - scale.left) / (scale.until - scale.from);
	const step = STEPS.find((one) => shortestMs(one) * pixelsPerMs >= apart) ?? COARSEST;
	const ticks: Tick[] = [];
	let last = '';
	for (const at of roundTimes(step, scale, timeZone)) {
		if (at.toMillis() < scale.from) continue;
		const context = contextOf(step.unit, at);
		ticks.push({
			at: at.toMillis(),
			label: labelOf(step.unit, at),
			...(context === last ? {} : { context }),
		});
		last = context;
	}
	return ticks;
}

const shortestMs = ({ unit, size }: Step): number => SHORTEST_MS[unit] * size;

function* roundTimes(
	{ unit, size }: Step,
	{ from, until }: TimeScale,
	timeZone: string,
): Generator<DateTime> {
	const first = DateTime.fromMillis(from, { zone: timeZone });
	let at = floorOf(unit, size, first, timeZone);
	while (at.toMillis() <= until) {
		yield at;
		at = unit === 'hour' ? nextHour(at, size) : at.plus({ [unit]: size });
	}
}

function floorOf(unit: Unit, size: number, at: DateTime, timeZone: string): DateTime {
	switch (unit) {
		case 'minute':
			return at.startOf('hour');
		case 'hour':
			return at.startOf('day');
		case 'day': {
			// Day 4 after 1970-01-01, a Thursday, was a Monday: weeks begin there.
			const day = Zone.named(timeZone).localTime(at.toMillis()).dayKey;
			return at.startOf('day').minus({ days: (((day - 4) % size) + size) % size });
		}
		case 'month':
			return at.startOf('year');
		case 'year':
			return at.startOf('year').minus({ years: at.year % size });
	}
}

/** By the clock on the wall, so that after a change of the clocks they are round again. */
function nextHour(at: DateTime, size: number): DateTime {
	const hour = Math.floor(at.hour / size) * size + size;
	return hour >= 24 ? at.startOf('day').plus({ days: 1 }) : at.startOf('day').set({ hour });
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
export const monthName = (month: number): string => MONTHS[month - 1] ?? '';

function labelOf(unit: Unit, at: DateTime): string {
	switch (unit) {
		case 'minute':
		case 'hour':
			return at.toFormat('HH:mm');
		case 'day':
			return `${at.day} ${monthName(at.month)}`;
		case 'month':
			return monthName(at.month);
		case 'year':
			return String(at.year);
	}
}

function contextOf(unit: Unit, at: DateTime): string {
	switch (unit) {
		case 'minute':
		case 'hour':
			return `${at.day} ${monthName(at.month)} ${at.year}`;
		case 'day':
		case 'month':
			return String(at.year);
		case 'year':
			return '';
	}
}
