import { WEEKDAYS, type Weekday } from '../../../snapshots/schedule/calendar';
import {
	minuteOfDay,
	type DayOfMonth,
	type Frequency,
} from '../../../snapshots/schedule/frequency';
import type { Timing } from './columns';
import { dayOfWeekOf } from './words';

export interface Timings {
	/** Together they are due when the frequency is. None: VergeOS can't say it. */
	readonly timings: readonly Timing[];
	readonly losses: readonly string[];
}

/** More periods than that nobody would want to find in a profile in the place of one. */
const MOST_TIMINGS = 24;
const HOUR = 60;
const DAY = 24 * HOUR;

/** VergeOS has one time a period, so a frequency with several becomes several. */
export function timingsOf(frequency: Frequency): Timings {
	const found = timingsFor(frequency);
	if (found.timings.length <= MOST_TIMINGS) return found;
	const loss = `${found.timings.length} periods of VergeOS would be needed for its times, one for each. It is left out.`;
	return { timings: [], losses: [loss] };
}

function timingsFor(frequency: Frequency): Timings {
	switch (frequency.every) {
		case 'minutes':
			return exactly(windowed(frequency, frequency.count));
		case 'hours':
			return exactly(windowed(frequency, frequency.count * HOUR));
		case 'day':
			return exactly(frequency.at.map((time) => at(minuteOfDay(time), { frequency: 'daily' })));
		case 'week':
			return exactly(weekly(frequency.weekdays, frequency.at.map(minuteOfDay)));
		case 'month':
			return dated(frequency.on, frequency.months, frequency.at);
		case 'year':
			return dated(frequency.on, [frequency.month], frequency.at);
		case 'once':
			return none('VergeOS’s API tells no year, so it can’t be due once. It is left out.');
	}
}

const exactly = (timings: readonly Timing[]): Timings => ({ timings, losses: [] });
const none = (loss: string): Timings => ({ timings: [], losses: [loss] });

const at = (minutes: number, timing: Pick<Timing, 'frequency'> & Partial<Timing>): Timing => ({
	day_of_week: 'any',
	day_of_month: 0,
	month: 0,
	...timing,
	hour: timing.frequency === 'hourly' ? 0 : Math.floor((minutes % DAY) / HOUR),
	minute: minutes % HOUR,
});

type Window = Extract<Frequency, { every: 'minutes' | 'hours' }>;

function windowed({ from = '00:00', to, weekdays }: Window, step: number): Timing[] {
	const start = minuteOfDay(from);
	const minutes: number[] = [];
	for (let minute = start; minute <= endOf(start, to); minute += step) minutes.push(minute);
	if (weekdays !== undefined && weekdays.length < 7) return weekly(weekdays, minutes);
	const hourly = [...new Set(minutes.map((minute) => minute % HOUR))].filter(
		(minute) => minutes.filter((one) => one % HOUR === minute).length === 24,
	);
	const daily = minutes.filter((minute) => !hourly.includes(minute % HOUR));
	return [
		...hourly.map((minute) => at(minute, { frequency: 'hourly' })),
		...daily.map((minute) => at(minute, { frequency: 'daily' })),
	];
}

/** The last minute, counted from the midnight before; without an end it is the one before the next. */
function endOf(start: number, to: string | undefined): number {
	if (to === undefined) return DAY - 1;
	const end = minuteOfDay(to);
	if (end === start) return start + DAY - 1;
	return end > start ? end : end + DAY;
}

function weekly(weekdays: readonly Weekday[], minutes: readonly number[]): Timing[] {
	if (new Set(weekdays).size === 7) return minutes.map((one) => at(one, { frequency: 'daily' }));
	return [...new Set(weekdays)].flatMap((weekday) =>
		minutes.map((minute) => {
			// A window over midnight belongs to the day on which it starts.
			const later = WEEKDAYS.indexOf(weekday) + Math.floor(minute / DAY);
			const day = dayOfWeekOf(WEEKDAYS[later % 7] ?? weekday);
			return at(minute, { frequency: 'weekly', day_of_week: day });
		}),
	);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysIn = (month: number): number => (month === 0 ? 28 : (MONTH_DAYS[month - 1] ?? 28));

function dated(
	on: DayOfMonth,
	months: readonly number[] | undefined,
	times: readonly string[],
): Timings {
	if (on.by === 'weekday') {
		return none(`VergeOS has no ${on.nth} ${on.weekday} of a month. It is left out.`);
	}
	const days = [...new Set(on.days)].filter((day): day is number => day !== 'last');
	const inMonths = months === undefined || new Set(months).size === 12 ? [0] : [...new Set(months)];
	const shortest = Math.min(...inMonths.map(daysIn));
	const losses = [
		...(days.length < new Set(on.days).size
			? ['VergeOS has no last day of a month: that day is left out.']
			: []),
		...days
			.filter((day) => day > shortest)
			.map((day) => `On day ${day}, VergeOS does not say what happens in shorter months.`),
	];
	const timings = inMonths.flatMap((month) =>
		days.flatMap((day) =>
			times.map((time) =>
				at(minuteOfDay(time), {
					frequency: month === 0 ? 'monthly' : 'yearly',
					day_of_month: day,
					month,
				}),
			),
		),
	);
	return { timings, losses: timings.length === 0 ? [...losses, 'It is left out.'] : losses };
}
