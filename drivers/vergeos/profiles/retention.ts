import { Duration } from 'luxon';
import { keptForMs } from '../../../snapshots/schedule/keptLongest';
import type { Period } from '../../../snapshots/schedule/profile';
import { exactDuration } from './words';

/** VergeOS keeps by time, and by a minimum that its reaper never goes below. */
export interface Kept {
	readonly seconds: number;
	readonly minimum: number;
	readonly losses: readonly string[];
}

export interface NotKept {
	readonly losses: readonly string[];
}

/**
 * How long, and how many at least. Where ours counts, time stands for it: so long that nothing goes earlier
 * than by the count while the period runs, with the count as minimum for when it does not.
 */
export function keptBy(period: Period): Kept | NotKept {
	const { keepFor, maxAge, minimum, last } = period.retention;
	// A snapshot with an expiry of its own is kept until then and no longer, whatever the rules say.
	if (keepFor !== undefined) return timed(keepFor, minimum);
	const rules = rulesOf(period);
	if (maxAge !== undefined && rules.length === 0) return timed(maxAge, minimum);
	const milliseconds = keptForMs(period);
	if (!Number.isFinite(milliseconds)) {
		const loss = 'Nothing ends its snapshots, and VergeOS wants to know how long it keeps them.';
		return { losses: [`${loss} Set Keep For. It is left out.`] };
	}
	const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
	const count = typeof last === 'number' ? Math.max(minimum, last) : minimum;
	const said = `VergeOS keeps by time alone: each would stay ${exactDuration(seconds)}, and the newest ${count} always.`;
	return { seconds, minimum: count, losses: [`It keeps by ${rules.join(', ')}. ${said}`] };
}

function timed(isoDuration: string, minimum: number): Kept {
	const { years = 0, months = 0, ...exact } = Duration.fromISO(isoDuration).toObject();
	const days = LONGEST_YEAR_DAYS * years + LONGEST_MONTH_DAYS * months;
	const seconds = Math.round(Duration.fromObject(exact).plus({ days }).as('seconds'));
	if (days === 0) return { seconds, minimum, losses: [] };
	const loss = `VergeOS counts no months or years: ${isoDuration} becomes ${exactDuration(seconds)}.`;
	return { seconds, minimum, losses: [loss] };
}

/** Nothing may go before its time. */
const LONGEST_YEAR_DAYS = 366;
const LONGEST_MONTH_DAYS = 31;

const COUNTS = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
const WINDOWS = [
	'within',
	'withinHourly',
	'withinDaily',
	'withinWeekly',
	'withinMonthly',
	'withinYearly',
] as const;

function rulesOf({ retention }: Period): string[] {
	const counts = COUNTS.flatMap((rule) => {
		const count = retention[rule];
		return count === undefined || count === 0 ? [] : [`${rule} ${count}`];
	});
	const windows = WINDOWS.flatMap((rule) => {
		const window = retention[rule];
		return window === undefined ? [] : [`${rule} ${window}`];
	});
	return [...counts, ...windows];
}

/** Longer ones are for ever, and more than our durations hold. */
const LONGEST_DAYS = 365_000;

/** undefined: for ever. */
export function isoDurationOf(seconds: number): string | undefined {
	if (seconds <= 0 || seconds > LONGEST_DAYS * 86_400) return undefined;
	if (seconds % 86_400 === 0) return `P${seconds / 86_400}D`;
	if (seconds % 3600 === 0) return `PT${seconds / 3600}H`;
	return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`;
}
