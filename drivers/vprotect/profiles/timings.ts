import { NTHS, WEEKDAYS, type Nth, type Weekday } from '../../../snapshots/schedule/calendar';
import {
	minuteOfDay,
	type DayOfMonth,
	type Frequency,
} from '../../../snapshots/schedule/frequency';
import { DAYS, MONTHS, OCCURRENCES, type Day, type Timing } from './schedule';

export interface Timings {
	/** Together they are due when the frequency is. None: vProtect can't say it. */
	readonly timings: readonly Timing[];
	readonly losses: readonly string[];
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** The last minute of a day. */
export const LATEST_MS = 24 * HOUR_MS - MINUTE_MS;

/** vProtect has one time a schedule, so a frequency with several times becomes several schedules. */
export function timingsOf(frequency: Frequency): Timings {
	switch (frequency.every) {
		case 'minutes':
			return windowed(frequency, frequency.count * MINUTE_MS);
		case 'hours':
			return windowed(frequency, frequency.count * HOUR_MS);
		case 'day':
			return exactly(frequency.at, { days: DAYS });
		case 'week':
			return exactly(frequency.at, { days: daysOf(frequency.weekdays) });
		case 'month':
			return monthly(frequency.on, frequency.months ?? [], frequency.at);
		case 'year':
			return monthly(frequency.on, [frequency.month], frequency.at);
		case 'once':
			return none('vProtect’s schedules know no single date.');
	}
}

const none = (why: string): Timings => ({ timings: [], losses: [`${why} It is left out.`] });

function exactly(times: readonly string[], on: Pick<Timing, 'days'> & Partial<Timing>): Timings {
	const timings = times.map((time): Timing => {
		const hour = minuteOfDay(time) * MINUTE_MS;
		return { occurrences: [], months: [], ...on, execution: { type: 'TIME', hour } };
	});
	return { timings, losses: [] };
}

type Window = Extract<Frequency, { every: 'minutes' | 'hours' }>;

function windowed({ from = '00:00', to, weekdays }: Window, frequency: number): Timings {
	const startHour = minuteOfDay(from) * MINUTE_MS;
	const endHour = to === undefined ? LATEST_MS : minuteOfDay(to) * MINUTE_MS;
	if (endHour <= startHour) {
		return none('Its window goes past midnight, which vProtect’s intervals are not known to do.');
	}
	const days = weekdays === undefined ? DAYS : daysOf(weekdays);
	const execution = { type: 'INTERVAL', startHour, endHour, frequency } as const;
	return { timings: [{ execution, days, occurrences: [], months: [] }], losses: [] };
}

function monthly(on: DayOfMonth, months: readonly number[], times: readonly string[]): Timings {
	if (on.by === 'day') {
		return none(
			'vProtect has no days of the month by number, only weekdays such as the first Sunday.',
		);
	}
	const occurrence = OCCURRENCES[NTHS.indexOf(on.nth)];
	return exactly(times, {
		days: daysOf([on.weekday]),
		occurrences: occurrence === undefined ? [] : [occurrence],
		months: MONTHS.filter((_name, at) => months.includes(at + 1)),
	});
}

const daysOf = (weekdays: readonly Weekday[]): readonly Day[] =>
	DAYS.filter((_day, at) => weekdays.includes(WEEKDAYS[at] ?? 'monday'));

export const weekdaysOf = (days: readonly Day[]): readonly Weekday[] =>
	WEEKDAYS.filter((_weekday, at) => days.includes(DAYS[at] ?? 'MONDAY'));

export const nthOf = (occurrence: Timing['occurrences'][number]): Nth =>
	NTHS[OCCURRENCES.indexOf(occurrence)] ?? 'first';

export const clockTime = (milliseconds: number): string => {
	const minutes = Math.floor(milliseconds / MINUTE_MS);
	return [Math.floor(minutes / 60), minutes % 60]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
};
