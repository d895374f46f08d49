import { DateTime } from 'luxon';
import type { Frequency } from './profile';

/**
 * The instants at which a frequency is due, after `from` up to and including `to`, oldest first. Calendar
 * arithmetic runs in the zone; what comes back are instants.
 */
export function occurrencesBetween(
	frequency: Frequency,
	timeZone: string,
	from: Date,
	to: Date,
): Date[] {
	const found: Date[] = [];
	let day = DateTime.fromJSDate(from, { zone: timeZone }).startOf('day');
	while (day.toJSDate() <= to) {
		found.push(...occurrencesOn(day, frequency).filter((at) => at > from && at <= to));
		day = day.plus({ days: 1 }).startOf('day');
	}
	return found;
}

function occurrencesOn(day: DateTime, frequency: Frequency): Date[] {
	switch (frequency.every) {
		case 'minutes':
			return elapsed(day, frequency.count);
		case 'hours':
			return elapsed(day, frequency.count * 60);
		case 'day':
			return [atLocalTime(day, frequency.at)];
	}
}

/** By elapsed time, so a day of 23 or 25 hours just has fewer or more of them. */
function elapsed(day: DateTime, minutes: number): Date[] {
	const end = day.plus({ days: 1 }).startOf('day');
	const found: Date[] = [];
	for (let at = day; at < end; at = at.plus({ minutes })) found.push(at.toJSDate());
	return found;
}

/** A time that the clock skips is due at the first instant after the gap; one that repeats, the first time. */
function atLocalTime(day: DateTime, time: string): Date {
	const [hour, minute] = time.split(':').map(Number);
	const at = day.set({ hour, minute });
	if (at.hour === hour && at.minute === minute) {
		return new Date(Math.min(...at.getPossibleOffsets().map((one) => one.toMillis())));
	}
	return firstAfterGap(at);
}

/** Luxon lands behind the gap by the gap's own length; the change of offset lies within the day before. */
function firstAfterGap(landed: DateTime): Date {
	let before = landed.minus({ hours: 24 }).toMillis();
	let after = landed.toMillis();
	const offsetAfter = landed.offset;
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		const isAfter = DateTime.fromMillis(middle, { zone: landed.zone }).offset === offsetAfter;
		if (isAfter) after = middle;
		else before = middle;
	}
	return new Date(after);
}
