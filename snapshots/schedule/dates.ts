import {
	LAST_DAY,
	WEEKDAYS,
	dayInMonth,
	monthOf,
	weekdayInMonth,
	weekdayOf,
	type DayNumber,
	type Weekday,
} from './calendar';
import { parseLocalTime, type DayOfMonth, type Frequency } from './frequency';

/** The dates on which a frequency is due, from one on, in order. Without an end, unless it is due once. */
export function datesFrom(frequency: Frequency, from: DayNumber): Iterable<DayNumber> {
	switch (frequency.every) {
		case 'minutes':
		case 'hours':
			return weekly(frequency.weekdays, from);
		case 'day':
			return weekly(undefined, from);
		case 'week':
			return weekly(frequency.weekdays, from);
		case 'month':
			return monthly(frequency.on, frequency.months, from);
		case 'year':
			return monthly(frequency.on, [frequency.month], from);
		case 'once':
			return once(frequency.dateTime, from);
	}
}

function* weekly(
	weekdays: readonly Weekday[] | undefined,
	from: DayNumber,
): Generator<DayNumber, void> {
	const isDue = WEEKDAYS.map((weekday) => weekdays?.includes(weekday) ?? true);
	for (let day = from; day <= LAST_DAY; day++) {
		if (isDue[weekdayOf(day)] === true) yield day;
	}
}

function* monthly(
	on: DayOfMonth,
	months: readonly number[] | undefined,
	from: DayNumber,
): Generator<DayNumber, void> {
	const end = monthOf(LAST_DAY);
	for (let month = monthOf(from); month < end; month++) {
		if (months !== undefined && !months.includes((month % 12) + 1)) continue;
		for (const day of daysIn(month, on)) if (day >= from) yield day;
	}
}

/** In order and each once: of 30, 31 and last, April has one. */
function daysIn(month: number, on: DayOfMonth): DayNumber[] {
	if (on.by === 'weekday') return [weekdayInMonth(month, on.nth, on.weekday)];
	const days = new Set(on.days.map((day) => dayInMonth(month, day)));
	return [...days].sort((left, right) => left - right);
}

function once(dateTime: string, from: DayNumber): DayNumber[] {
	const day = parseLocalTime(dateTime)?.day;
	return day === undefined || day < from ? [] : [day];
}
