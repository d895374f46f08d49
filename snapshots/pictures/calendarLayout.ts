import { DateTime } from 'luxon';
import type { SimulatedDay } from '../retention/simulate';
import { SIDE } from './page';
import type { Box } from './svg';
import { monthName } from './ticks';

export interface CalendarCell {
	readonly day: SimulatedDay;
	readonly dayOfMonth: number;
	readonly box: Box;
}

export interface CalendarMonth {
	/** For example `Nov 2026`. */
	readonly title: string;
	readonly box: Box;
	readonly cells: readonly CalendarCell[];
}

export interface CalendarLayout {
	readonly months: readonly CalendarMonth[];
	readonly cell: { readonly width: number; readonly height: number };
	readonly height: number;
	/** With room for what is made and removed, not only for what is left. */
	readonly spacious: boolean;
	/** Days of months for which there was no room. */
	readonly notShown: number;
}

const DAYS_OF_WEEK = 7;
const BETWEEN = 20;
export const MONTH_HEAD = 44;
const SPACIOUS_MONTHS = 2;
const SPACIOUS_HEIGHT = 54;
const COMPACT_HEIGHT = 36;
const COMPACT_COLUMNS = 3;
/** Two years: longer is no picture any more. */
const MOST_MONTHS = 24;

/** Months of weeks that begin on Monday; side by side where there are many. */
export function calendarLayout(
	days: readonly SimulatedDay[],
	{ top, width }: { readonly top: number; readonly width: number },
): CalendarLayout {
	const all = byMonth(days);
	const shown = all.slice(0, MOST_MONTHS);
	const spacious = shown.length <= SPACIOUS_MONTHS;
	const columns = spacious ? 1 : COMPACT_COLUMNS;
	const monthWidth = (width - 2 * SIDE - (columns - 1) * BETWEEN) / columns;
	const cell = {
		width: monthWidth / DAYS_OF_WEEK,
		height: spacious ? SPACIOUS_HEIGHT : COMPACT_HEIGHT,
	};
	const months: CalendarMonth[] = [];
	let y = top;
	for (let at = 0; at < shown.length; at += columns) {
		const row = shown
			.slice(at, at + columns)
			.map((month, column) =>
				placed(month, { left: SIDE + column * (monthWidth + BETWEEN), top: y }, cell),
			);
		months.push(...row);
		y += row.reduce((most, { box }) => Math.max(most, box.height), 0) + BETWEEN;
	}
	const notShown = all.slice(MOST_MONTHS).reduce((sum, month) => sum + month.length, 0);
	return { months, cell, height: y - top, spacious, notShown };
}

type Month = readonly (readonly [day: SimulatedDay, date: DateTime])[];

function byMonth(days: readonly SimulatedDay[]): Month[] {
	const months = new Map<string, Array<readonly [SimulatedDay, DateTime]>>();
	for (const day of days) {
		const month = day.date.slice(0, 7);
		const entry = [day, DateTime.fromISO(day.date, { zone: 'utc' })] as const;
		const known = months.get(month);
		if (known === undefined) months.set(month, [entry]);
		else known.push(entry);
	}
	return [...months.values()];
}

function placed(
	month: Month,
	{ left, top }: Pick<Box, 'left' | 'top'>,
	cell: { readonly width: number; readonly height: number },
): CalendarMonth {
	const first = month[0]?.[1];
	// Days before the first one shown still take their place, but whole weeks of them do not.
	const firstWeek = first === undefined ? 0 : weekOf(first);
	const cells = month.map(([day, date]) => ({
		day,
		dayOfMonth: date.day,
		box: {
			left: left + (date.weekday - 1) * cell.width,
			top: top + MONTH_HEAD + (weekOf(date) - firstWeek) * cell.height,
			...cell,
		},
	}));
	const weeks =
		1 +
		cells.reduce((most, one) => Math.max(most, one.box.top - top - MONTH_HEAD), 0) / cell.height;
	return {
		title: first === undefined ? '' : `${monthName(first.month)} ${first.year}`,
		box: { left, top, width: DAYS_OF_WEEK * cell.width, height: MONTH_HEAD + weeks * cell.height },
		cells,
	};
}

/** Of the month, counted in weeks that begin on Monday. */
const weekOf = (date: DateTime): number =>
	Math.floor((date.day - 1 + date.startOf('month').weekday - 1) / DAYS_OF_WEEK);
