/** Calendar dates as whole days since 1970-01-01, without a zone: cheap to step through and to compare. */
export type DayNumber = number;

export const DAY_MS = 86_400_000;

/** Years have four digits. */
export const LAST_DAY: DayNumber = Date.UTC(9999, 11, 31) / DAY_MS;

export const WEEKDAYS = [
	'monday',
	'tuesday',
	'wednesday',
	'thursday',
	'friday',
	'saturday',
	'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const NTHS = ['first', 'second', 'third', 'fourth', 'last'] as const;
export type Nth = (typeof NTHS)[number];

/** 0 is January. Months outside of 0 to 11 carry over into other years. */
export const dayNumber = (year: number, month: number, day: number): DayNumber =>
	Date.UTC(year, month, day) / DAY_MS;

/** Months since January of the year 0: what monthly periods count in. */
export function monthOf(day: DayNumber): number {
	const date = new Date(day * DAY_MS);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const firstOf = (month: number): DayNumber => dayNumber(Math.floor(month / 12), month % 12, 1);

const lastOf = (month: number): DayNumber => firstOf(month + 1) - 1;

/** 0 is Monday. The day 0 was a Thursday. */
export const weekdayOf = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7;

/** A day that the month doesn't have is its last one: a month without a snapshot would surprise more. */
export const dayInMonth = (month: number, day: number | 'last'): DayNumber =>
	day === 'last' ? lastOf(month) : Math.min(firstOf(month) + day - 1, lastOf(month));

export function weekdayInMonth(month: number, nth: Nth, weekday: Weekday): DayNumber {
	const wanted = WEEKDAYS.indexOf(weekday);
	if (nth === 'last') {
		const last = lastOf(month);
		return last - ((weekdayOf(last) - wanted + 7) % 7);
	}
	const first = firstOf(month);
	return first + ((wanted - weekdayOf(first) + 7) % 7) + NTHS.indexOf(nth) * 7;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** undefined: no such date, for example 2026-02-30. */
export function parseDate(text: string): DayNumber | undefined {
	const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
	const found = dayNumber(year, month - 1, day);
	return new Date(found * DAY_MS).toISOString().slice(0, 10) === text ? found : undefined;
}
