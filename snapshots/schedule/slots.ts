import { Zone } from '../time/zone';
import { DAY_MS, parseDate, type DayNumber } from './calendar';
import { datesFrom } from './dates';
import { minuteOfDay, parseLocalTime, type Frequency } from './frequency';
import type { Period, Profile } from './profile';

const MINUTE_MS = 60_000;

/** Due at `first`, then every `step`, up to and including `last`. A single instant has both the same. */
export interface Slot {
	readonly first: number;
	readonly last: number;
	readonly step: number;
}

/**
 * All slots of a period that reach beyond an instant, in order and apart from each other. Start, end and
 * excluded dates speak of the local date on which a slot begins.
 */
export function* slotsAfter(profile: Profile, period: Period, from: number): Generator<Slot, void> {
	const zone = Zone.named(profile.timeZone);
	const excluded = new Set(profile.excludedDates.map(parseDate));
	const start = boundary(profile.startDate, -Infinity);
	const end = boundary(profile.endDate, Infinity);
	let previous = from;
	// A slot over midnight, or one that a gap of the clock moved, begins a day earlier.
	for (const day of datesFrom(period.frequency, Math.max(zone.localTime(from).dayKey - 1, start))) {
		if (day > end) return;
		if (excluded.has(day)) continue;
		for (const slot of slotsOn(zone, day, period.frequency)) {
			const rest = after(slot, previous);
			if (rest === undefined) continue;
			yield rest;
			previous = rest.last;
		}
	}
}

/** What of a slot is later than an instant. */
function after(slot: Slot, instant: number): Slot | undefined {
	if (slot.last <= instant) return undefined;
	if (slot.first > instant) return slot;
	const steps = Math.floor((instant - slot.first) / slot.step) + 1;
	return { ...slot, first: slot.first + steps * slot.step };
}

const boundary = (date: string | undefined, without: number): number =>
	(date === undefined ? undefined : parseDate(date)) ?? without;

function slotsOn(zone: Zone, day: DayNumber, frequency: Frequency): Slot[] {
	switch (frequency.every) {
		case 'minutes':
			return windowOn(zone, day, frequency, frequency.count * MINUTE_MS);
		case 'hours':
			return windowOn(zone, day, frequency, frequency.count * 60 * MINUTE_MS);
		case 'day':
		case 'week':
		case 'month':
		case 'year':
			return frequency.at.map((time) => instantOn(zone, day, time));
		case 'once':
			return [instantOn(zone, day, parseLocalTime(frequency.dateTime)?.time ?? '00:00')];
	}
}

function instantOn(zone: Zone, day: DayNumber, time: string): Slot {
	const at = zone.instantOf(localAt(day, time));
	return { first: at, last: at, step: 1 };
}

/** By elapsed time, so a day of 23 or 25 hours just has fewer or more of them. */
function windowOn(
	zone: Zone,
	day: DayNumber,
	{ from = '00:00', to }: { readonly from?: string; readonly to?: string },
	step: number,
): Slot[] {
	const first = zone.instantOf(localAt(day, from));
	const end = endOf(zone, day, from, to);
	const steps = Math.floor((end - first) / step);
	return steps < 0 ? [] : [{ first, last: first + steps * step, step }];
}

/** Without an end it is midnight, which like the start of the next window is not part of this one. */
function endOf(zone: Zone, day: DayNumber, from: string, to: string | undefined): number {
	if (to === undefined) return zone.instantOf(localAt(day + 1, '00:00')) - 1;
	if (to === from) return zone.instantOf(localAt(day + 1, from)) - 1;
	return zone.instantOf(localAt(to > from ? day : day + 1, to));
}

const localAt = (day: DayNumber, time: string): number =>
	day * DAY_MS + minuteOfDay(time) * MINUTE_MS;
