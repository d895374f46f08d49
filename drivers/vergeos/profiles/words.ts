import { WEEKDAYS, type Weekday } from '../../../snapshots/schedule/calendar';
import { DAYS_OF_WEEK, type DayOfWeek, type ReadColumns } from './columns';

export const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
] as const;

/** undefined: `any`, or what VergeOS does not document. */
export function weekdayOf(day: string): Weekday | undefined {
	const at = DAYS_OF_WEEK.findIndex((one) => one === day);
	return at === -1 ? undefined : WEEKDAYS[(at + 6) % 7];
}

/** Ours begin on Monday, VergeOS's on Sunday. */
export const dayOfWeekOf = (weekday: Weekday): DayOfWeek =>
	DAYS_OF_WEEK[(WEEKDAYS.indexOf(weekday) + 1) % 7] ?? 'sun';

export const clockTime = (hour: number, minute: number): string =>
	`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

export const monthName = (month: number): string => MONTHS[month - 1] ?? `month ${month}`;

export const inTitleCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A period as VergeOS has it: `daily at 02:00, kept 3 days, at least 2`. */
export function periodInWords(row: ReadColumns): string {
	const { min_snapshots: minimum, quiesce, immutable, max_tier: tier } = row;
	return [
		timingInWords(row),
		row.retention === 0 ? 'kept for ever' : `kept ${exactDuration(row.retention)}`,
		...(minimum > 1 ? [`at least ${minimum}`] : []),
		...(quiesce ? ['quiesced'] : []),
		...(immutable ? ['immutable'] : []),
		...(tier === '1' ? [] : [`max tier ${tier}`]),
	].join(', ');
}

function timingInWords(row: ReadColumns): string {
	const { frequency, minute, hour, day_of_week: day, day_of_month: date, month } = row;
	const at = clockTime(hour, minute);
	switch (frequency) {
		case 'hourly':
			return `hourly at minute ${minute}`;
		case 'daily':
			return `daily at ${at}`;
		case 'weekly':
			return `weekly on ${inTitleCase(weekdayOf(day) ?? 'any day')} at ${at}`;
		case 'monthly':
			return `monthly on ${date === 0 ? 'any day' : `day ${date}`} at ${at}`;
		case 'yearly': {
			const on = [date === 0 ? 'any day' : String(date), month === 0 ? '' : monthName(month)];
			return `yearly on ${on.join(' ').trim()} at ${at}`;
		}
		default:
			return frequency === 'custom' ? 'at a time of its own' : frequency;
	}
}

const UNITS: ReadonlyArray<readonly [seconds: number, one: string, many: string]> = [
	[86_400, 'day', 'days'],
	[3600, 'hour', 'hours'],
	[60, 'minute', 'minutes'],
	[1, 'second', 'seconds'],
];

/** In the largest unit that says it exactly. */
export function exactDuration(seconds: number): string {
	const [size, one, many] = UNITS.find(([unit]) => seconds % unit === 0) ?? [
		1,
		'second',
		'seconds',
	];
	const amount = seconds / size;
	return `${amount} ${amount === 1 ? one : many}`;
}
