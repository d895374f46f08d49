import { z } from 'zod';
import { NTHS, WEEKDAYS, parseDate } from './calendar';

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T(([01]\d|2[0-3]):[0-5]\d)$/;

const clockTimeSchema = z.string().regex(CLOCK_TIME, 'must be a time of day such as 02:30');

/** One time of day or several; read as a list, sorted, each once. */
const timesSchema = z
	.union([clockTimeSchema.transform((time) => [time]), z.array(clockTimeSchema)], {
		errorMap: () => ({ message: 'must be a time of day such as 02:30' }),
	})
	.refine((times) => times.length > 0, 'needs at least one time of day')
	.transform(sortedUnique);

const weekdaysSchema = z.array(z.enum(WEEKDAYS)).min(1, 'needs at least one weekday');

const wholeNumber = z.number().int('must be a whole number');

const monthSchema = wholeNumber
	.min(1, 'must be a month from 1 to 12')
	.max(12, 'must be a month from 1 to 12');

/**
 * Counted by elapsed time from the window's start, each day anew. Without a window: from local midnight to
 * the next. `to` is part of the window. A window whose end is not after its start ends on the next day, and
 * belongs to the day on which it starts.
 */
const windowFields = {
	from: clockTimeSchema.optional(),
	to: clockTimeSchema.optional(),
	/** Only on these days of the week. Absent: on all. */
	weekdays: weekdaysSchema.optional(),
};

/** In a month without that day it is the month's last. */
const daySchema = z.custom<number | 'last'>(
	(value) =>
		value === 'last' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 31),
	'must be a day from 1 to 31, or last',
);

const dayOfMonthSchema = z.discriminatedUnion('by', [
	z.strictObject({
		by: z.literal('day'),
		days: z.array(daySchema).min(1, 'needs at least one day'),
	}),
	z.strictObject({ by: z.literal('weekday'), nth: z.enum(NTHS), weekday: z.enum(WEEKDAYS) }),
]);

export const frequencySchema = z.discriminatedUnion('every', [
	z.strictObject({
		every: z.literal('minutes'),
		count: wholeNumber.min(1).max(1439),
		...windowFields,
	}),
	z.strictObject({ every: z.literal('hours'), count: wholeNumber.min(1).max(23), ...windowFields }),
	z.strictObject({ every: z.literal('day'), at: timesSchema }),
	z.strictObject({ every: z.literal('week'), weekdays: weekdaysSchema, at: timesSchema }),
	z.strictObject({
		every: z.literal('month'),
		on: dayOfMonthSchema,
		/** 1 is January. Absent: all. */
		months: z.array(monthSchema).min(1, 'needs at least one month').optional(),
		at: timesSchema,
	}),
	z.strictObject({
		every: z.literal('year'),
		month: monthSchema,
		on: dayOfMonthSchema,
		at: timesSchema,
	}),
	z.strictObject({
		every: z.literal('once'),
		/** Local. */
		dateTime: z
			.string()
			.refine(
				(text) => parseLocalTime(text) !== undefined,
				'must be a date and time such as 2026-12-31T02:30',
			),
	}),
]);

export type Frequency = z.infer<typeof frequencySchema>;
export type DayOfMonth = z.infer<typeof dayOfMonthSchema>;

export const minuteOfDay = (clockTime: string): number =>
	Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));

export function parseLocalTime(
	text: string,
): { readonly day: number; readonly time: string } | undefined {
	const [, date = '', time = ''] = LOCAL_TIME.exec(text) ?? [];
	const day = parseDate(date);
	return day === undefined ? undefined : { day, time };
}

function sortedUnique(times: readonly string[]): string[] {
	return [...new Set(times)].sort();
}
