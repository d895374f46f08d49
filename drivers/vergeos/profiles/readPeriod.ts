import type { NativePeriod } from '../../../snapshots/nativeProfile';
import { frequencySchema } from '../../../snapshots/schedule/frequency';
import type { Frequency, Period } from '../../../snapshots/schedule/profile';
import type { ReadColumns } from './columns';
import { isoDurationOf } from './retention';
import { clockTime, inTitleCase, monthName, periodInWords, weekdayOf } from './words';

/** A period of VergeOS in our words, with every guess and every gap told. */
export function nativePeriodOf(row: ReadColumns): NativePeriod {
	const { frequency, notes } = frequencyOf(row);
	const period: Period | undefined = frequency && {
		name: row.name,
		frequency,
		retention: {
			keepFor: isoDurationOf(row.retention),
			minimum: Math.max(1, row.min_snapshots),
		},
		memory: false,
		quiesce: row.quiesce ? 'prefer' : 'off',
	};
	const notExpressible = [...notes, ...(period === undefined ? [] : strays(row)), ...choices(row)];
	return { name: row.name, inWords: periodInWords(row), period, notExpressible };
}

interface Read {
	/** undefined: it can't be told. */
	readonly frequency: Frequency | undefined;
	readonly notes: readonly string[];
}

function frequencyOf(row: ReadColumns): Read {
	const { given, notes } = givenFrequency(row);
	if (given === undefined) return { frequency: undefined, notes };
	const read = frequencySchema.safeParse(given);
	if (read.success) return { frequency: read.data, notes };
	const note = `Its time (${periodInWords(row)}) was not understood, so it is left out.`;
	return { frequency: undefined, notes: [note] };
}

interface Given {
	readonly given: object | undefined;
	readonly notes: readonly string[];
}

/** Where VergeOS says "any" and a day is needed, it is the first; in months without that day, the last. */
function givenFrequency(row: ReadColumns): Given {
	const at = clockTime(row.hour, row.minute);
	switch (row.frequency) {
		case 'hourly': {
			const from = row.minute === 0 ? {} : { from: clockTime(0, row.minute) };
			return { given: { every: 'hours', count: 1, ...from }, notes: [] };
		}
		case 'daily':
			return { given: { every: 'day', at }, notes: [] };
		case 'weekly': {
			const weekday = weekdayOf(row.day_of_week);
			const given = { every: 'week', weekdays: [weekday ?? 'sunday'], at };
			return { given, notes: weekday === undefined ? [assumed('weekday', 'Sunday')] : [] };
		}
		case 'monthly':
			return { given: { every: 'month', ...onDay(row), at }, notes: dayNotes(row, 28) };
		case 'yearly': {
			const month = row.month === 0 ? 1 : row.month;
			const notes = row.month === 0 ? [assumed('month', 'January')] : [];
			const given = { every: 'year', month, ...onDay(row), at };
			return { given, notes: [...notes, ...dayNotes(row, SHORTEST[month] ?? 31)] };
		}
		case 'custom':
			return {
				given: undefined,
				notes: ['It is due at one time of its own, of which VergeOS’s API does not tell the year.'],
			};
		default:
			return { given: undefined, notes: [`Its frequency ${row.frequency} is not known here.`] };
	}
}

/** Days of the months that have fewer than 31, by number. */
const SHORTEST: Readonly<Record<number, number>> = { 2: 28, 4: 30, 6: 30, 9: 30, 11: 30 };

const onDay = ({ day_of_month: day }: ReadColumns) => ({
	on: { by: 'day', days: [day === 0 ? 1 : day] },
});

function dayNotes({ day_of_month: day }: ReadColumns, shortest: number): string[] {
	if (day === 0) return [assumed('day of the month', '1')];
	if (day <= shortest) return [];
	return [
		`Where a month has no day ${day}, VergeOS does not say what it does; here it is its last day.`,
	];
}

const assumed = (what: string, value: string): string =>
	`It names no ${what}; ${value} is assumed.`;

/** Columns that are set though the frequency has no use for them. Whether VergeOS heeds them it does not say. */
function strays(row: ReadColumns): string[] {
	const { frequency, day_of_week: day, day_of_month: date, month } = row;
	const isDated = frequency === 'monthly' || frequency === 'yearly';
	const set = [
		...(day !== 'any' && frequency !== 'weekly' ? [inTitleCase(weekdayOf(day) ?? day)] : []),
		...(date !== 0 && !isDated ? [`day ${date}`] : []),
		...(month !== 0 && frequency !== 'yearly' ? [monthName(month)] : []),
	];
	if (set.length === 0) return [];
	return [
		`It also names ${set.join(', ')}; whether VergeOS heeds that is not known, and it is left out.`,
	];
}

/** What has no place in a period of ours. */
function choices(row: ReadColumns): string[] {
	return [
		...(isoDurationOf(row.retention) === undefined
			? [
					`Its retention of ${row.retention} seconds is taken for “for ever”: here nothing removes its snapshots.`,
				]
			: []),
		...(row.min_snapshots < 1
			? ['VergeOS may remove its last snapshot; here at least one always stays.']
			: []),
		...(row.immutable
			? [
					'Its snapshots of the system are immutable. For the level Whole System, Create Snapshot has an option for that.',
				]
			: []),
		...(row.max_tier === '1'
			? []
			: [`Its Max Tier ${row.max_tier} is a choice of storage that VergeOS alone has.`]),
	];
}
