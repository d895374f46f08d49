import { IANAZone } from 'luxon';
import type { Frequency } from '../../../snapshots/schedule/profile';

/**
 * The schedule told the slow way: looks at the clock on the wall at each minute, like a person who sits in
 * front of it. Shares nothing with the engine but the words of a frequency.
 */
const MINUTE_MS = 60_000;
/** To have seen what the clock showed, and which windows are open, before the span begins. */
const LEAD_MINUTES = 50 * 60;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const NTHS = ['first', 'second', 'third', 'fourth'];

export function watchTheClock(
	frequency: Frequency,
	timeZone: string,
	from: number,
	to: number,
): number[] {
	const shown = clockOf(timeZone);
	const start = from - LEAD_MINUTES * MINUTE_MS;
	const seen = new Set<number>();
	const found: number[] = [];
	const look = watcher(frequency);
	for (let at = start; at <= to; at += MINUTE_MS) {
		const passed: number[] = [];
		const local = shown(at);
		// What the clock jumped over counts as passed at the minute after the jump.
		const firstNew = at === start ? local : Math.min(shown(at - MINUTE_MS) + MINUTE_MS, local);
		for (let one = firstNew; one <= local; one += MINUTE_MS) {
			if (!seen.has(one)) passed.push(one);
			seen.add(one);
		}
		if (look(passed.map((one) => new Date(one))) && at > from) found.push(at);
	}
	return found;
}

const offsets = new Map<string, number>();

/** Local time as if it were UTC. Remembered, because the platform is slow to tell. */
function clockOf(timeZone: string): (at: number) => number {
	const zone = IANAZone.create(timeZone);
	return (at) => {
		const key = `${timeZone} ${at}`;
		const offset = offsets.get(key) ?? zone.offset(at) * MINUTE_MS;
		offsets.set(key, offset);
		return at + offset;
	};
}

/** Told the local minutes that are new, says whether something is due now. */
function watcher(frequency: Frequency): (passed: Date[]) => boolean {
	if (frequency.every !== 'minutes' && frequency.every !== 'hours') {
		return (passed) => passed.some((local) => isDue(frequency, local));
	}
	const step = frequency.every === 'hours' ? frequency.count * 60 : frequency.count;
	const { from: opens = '00:00', to, weekdays } = frequency;
	const closes = to === opens ? undefined : to;
	let elapsed: number | undefined;
	return (passed) => {
		if (elapsed !== undefined) elapsed += 1;
		let closing = false;
		for (const local of passed) {
			// Without an end the day's midnight closes; it is not part of the window.
			if (to === undefined && timeOf(local) === '00:00') elapsed = undefined;
			if (timeOf(local) === opens) {
				if (to === opens) elapsed = undefined;
				if (isOn(weekdays, local)) {
					elapsed = 0;
					closing = false;
				}
			}
			if (timeOf(local) === closes) closing = true;
		}
		const due = elapsed !== undefined && elapsed % step === 0;
		if (closing) elapsed = undefined;
		return due;
	};
}

type ByCalendar = Exclude<Frequency, { every: 'minutes' | 'hours' }>;

function isDue(frequency: ByCalendar, local: Date): boolean {
	if (frequency.every === 'once') return local.toISOString().startsWith(frequency.dateTime);
	if (!frequency.at.includes(timeOf(local))) return false;
	if (frequency.every === 'day') return true;
	if (frequency.every === 'week') return isOn(frequency.weekdays, local);
	const month = local.getUTCMonth() + 1;
	const months = frequency.every === 'year' ? [frequency.month] : frequency.months;
	if (months !== undefined && !months.includes(month)) return false;
	const day = local.getUTCDate();
	const length = new Date(Date.UTC(local.getUTCFullYear(), month, 0)).getUTCDate();
	const { on } = frequency;
	if (on.by === 'day') {
		return on.days.some((one) => (one === 'last' || one > length ? length : one) === day);
	}
	if (!isOn([on.weekday], local)) return false;
	return on.nth === 'last' ? day + 7 > length : Math.ceil(day / 7) === NTHS.indexOf(on.nth) + 1;
}

const timeOf = (local: Date): string => local.toISOString().slice(11, 16);

const isOn = (weekdays: readonly string[] | undefined, local: Date): boolean =>
	weekdays?.includes(WEEKDAYS[local.getUTCDay()] ?? '') ?? true;
