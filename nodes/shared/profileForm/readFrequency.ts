import { DateTime } from 'luxon';
import { z } from 'zod';
import { NTHS, WEEKDAYS } from '../../../snapshots/schedule/calendar';
import type { frequencySchema } from '../../../snapshots/schedule/frequency';

const wholeNumber = z.number().int('must be a whole number');
const text = z.string().trim();
const weekday = z.enum(WEEKDAYS);

/** As the editor stores them; what it hides or leaves at its default is absent. */
export const frequencyFields = {
	every: z.enum(['day', 'hours', 'minutes', 'month', 'once', 'week', 'year']).default('day'),
	hours: wholeNumber.min(1).max(23).default(4),
	minutes: wholeNumber.min(1).max(1439).default(30),
	windowFrom: text.default(''),
	windowTo: text.default(''),
	onlyOn: z.array(weekday).default([]),
	weekdays: z.array(weekday).default(['sunday']),
	month: wholeNumber.default(1),
	months: z.array(wholeNumber).default([]),
	dayBy: z.enum(['day', 'weekday']).default('day'),
	days: z.union([z.number().transform(String), text]).default('1'),
	nth: z.enum(NTHS).default('first'),
	weekday: weekday.default('sunday'),
	at: text.default('02:00'),
	onceAt: text.default(''),
};
type Fields = z.output<z.ZodObject<typeof frequencyFields>>;

/** In the words of the schedule, which judges them. */
export function frequencyFrom(fields: Fields, timeZone: string): z.input<typeof frequencySchema> {
	const { every } = fields;
	const at = listed(fields.at);
	switch (every) {
		case 'minutes':
			return { every, count: fields.minutes, ...windowOf(fields) };
		case 'hours':
			return { every, count: fields.hours, ...windowOf(fields) };
		case 'day':
			return { every, at };
		case 'week':
			return { every, weekdays: fields.weekdays, at };
		case 'month':
			return { every, on: dayOf(fields), months: unlessEmpty(fields.months), at };
		case 'year':
			return { every, month: fields.month, on: dayOf(fields), at };
		case 'once':
			return { every, dateTime: localTime(fields.onceAt, timeZone) };
	}
}

const windowOf = ({ windowFrom, windowTo, onlyOn }: Fields) => ({
	from: windowFrom === '' ? undefined : windowFrom,
	to: windowTo === '' ? undefined : windowTo,
	weekdays: unlessEmpty(onlyOn),
});

function dayOf({ dayBy, days, nth, weekday: on }: Fields) {
	if (dayBy === 'weekday') return { by: dayBy, nth, weekday: on };
	const list = listed(days).map((day) => (day === 'last' ? ('last' as const) : Number(day)));
	return { by: dayBy, days: list };
}

export const listed = (texts: string): string[] =>
	texts
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '');

const unlessEmpty = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

const WITH_ZONE = /T.*(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * The editor's picker stores local time without a zone, which is meant as the profile's. An expression may
 * give an instant, which is shown on the profile's clock. What is no time comes back as it is, to be refused.
 */
export function localTime(given: string, timeZone: string): string {
	if (WITH_ZONE.test(given)) {
		const at = DateTime.fromISO(given, { zone: timeZone });
		return at.isValid ? at.toFormat("yyyy-MM-dd'T'HH:mm") : given;
	}
	const [, date = given, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(given) ?? [];
	return time === undefined ? date : `${date}T${time}`;
}

/** The date of what the picker stores, which always has a time too. */
export const localDate = (given: string, timeZone: string): string | undefined =>
	given === '' ? undefined : localTime(given, timeZone).replace(/T.*$/, '');
