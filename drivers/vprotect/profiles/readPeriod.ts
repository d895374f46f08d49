import type { NativePeriod } from '../../../snapshots/nativeProfile';
import { frequencySchema, type Frequency } from '../../../snapshots/schedule/frequency';
import { retentionInWords, retentionOf, type RuleRetention } from './retention';
import { DAYS, MONTHS, type Timing } from './schedule';
import { clockTime, HOUR_MS, LATEST_MS, MINUTE_MS, nthOf, weekdaysOf } from './timings';

export interface NativeRow {
	readonly name: string;
	/** undefined: not understood. */
	readonly timing: Timing | undefined;
	readonly retention: RuleRetention;
	/** Whether it is run at all. */
	readonly active: boolean;
}

/** One schedule of one rule in our words, with every guess and every gap told. */
export function nativePeriodOf({ name, timing, retention, active }: NativeRow): NativePeriod {
	const { frequency, notes } = timing === undefined ? UNKNOWN : frequencyOf(timing);
	const kept = retentionOf(retention);
	const when = timing === undefined ? 'at times not told' : timingInWords(timing);
	const inWords = `${when}, ${retentionInWords(retention)}`;
	if (!active) {
		const off = 'It is switched off in vProtect, so it is never due.';
		return { name, inWords: `${inWords}, switched off`, period: undefined, notExpressible: [off] };
	}
	const period = frequency && {
		name,
		frequency,
		retention: kept.retention,
		memory: false,
		// A setting of each VM, which no policy tells.
		quiesce: 'off' as const,
	};
	return { name, inWords, period, notExpressible: [...notes, ...kept.notes] };
}

interface Read {
	readonly frequency: Frequency | undefined;
	readonly notes: readonly string[];
}

const untold = (note: string): Read => ({ frequency: undefined, notes: [note] });
const UNKNOWN = untold('Its times were not understood, so it is left out.');

function frequencyOf(timing: Timing): Read {
	const { execution, days, occurrences, months } = timing;
	const weekdays = weekdaysOf(days);
	const isDaily = weekdays.length === 7;
	if (weekdays.length === 0) return untold('It names no weekday, so it is never due.');
	if (execution.type === 'INTERVAL') {
		if (occurrences.length > 0 || months.length > 0) {
			return untold('Intervals in some weeks or months only can’t be told in our words.');
		}
		const { startHour, endHour, frequency } = execution;
		const inHours = frequency % HOUR_MS === 0;
		return checked({
			...(inHours
				? { every: 'hours', count: frequency / HOUR_MS }
				: { every: 'minutes', count: frequency / MINUTE_MS }),
			...(startHour === 0 ? {} : { from: clockTime(startHour) }),
			...(endHour === LATEST_MS ? {} : { to: clockTime(endHour) }),
			...(isDaily ? {} : { weekdays }),
		});
	}
	const at = clockTime(execution.hour);
	const [occurrence, ...otherOccurrences] = occurrences;
	if (occurrence === undefined) {
		if (months.length > 0)
			return untold('Weekdays in some months only can’t be told in our words.');
		return checked(isDaily ? { every: 'day', at } : { every: 'week', weekdays, at });
	}
	if (otherOccurrences.length > 0 || weekdays.length > 1) {
		return untold('Several weekdays of a month in one can’t be told in our words.');
	}
	const numbers = months.map((month) => MONTHS.indexOf(month) + 1);
	return checked({
		every: 'month',
		on: { by: 'weekday', nth: nthOf(occurrence), weekday: weekdays[0] },
		...(numbers.length === 0 ? {} : { months: numbers }),
		at,
	});
}

/** What vProtect keeps must hold by our own rules, too. */
function checked(given: object): Read {
	const read = frequencySchema.safeParse(given);
	return read.success ? { frequency: read.data, notes: [] } : UNKNOWN;
}

function timingInWords({ execution, days, occurrences, months }: Timing): string {
	const when =
		execution.type === 'TIME'
			? `at ${clockTime(execution.hour)}`
			: `every ${execution.frequency / MINUTE_MS} minutes from ${clockTime(execution.startHour)} to ${clockTime(execution.endHour)}`;
	const which = occurrences.map((one) => spoken(one.replace('_IN_MONTH', ''))).join(' and ');
	const on = days.length === DAYS.length ? 'every day' : days.map(spoken).join(', ');
	const inMonths = months.length === 0 ? '' : ` in ${months.map(spoken).join(', ')}`;
	return `${which === '' ? '' : `${which} `}${on} ${when} UTC${inMonths}`;
}

const spoken = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();
