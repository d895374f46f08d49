import { Duration } from 'luxon';
import { keptForMs } from '../../../snapshots/schedule/keptLongest';
import type { Period } from '../../../snapshots/schedule/profile';

/** What the rule of a policy knows: how many, and for how many days. 0 means that it is not used. */
export interface RuleRetention {
	readonly versions: number;
	readonly days: number;
}

export interface Kept {
	/** undefined: it can't be kept. */
	readonly retention: RuleRetention | undefined;
	readonly losses: readonly string[];
}

const DAY_MS = 86_400_000;
/** Nothing may go before its time. */
const LONGEST_YEAR_DAYS = 366;
const LONGEST_MONTH_DAYS = 31;

/** A count stays a count and a time a time; of both, ours lets the time decide. */
export function keptBy(period: Period): Kept {
	const { keepFor, maxAge, last, minimum } = period.retention;
	const floor =
		minimum > 1 ? [`vProtect knows no minimum, so the newest ${minimum} may not stay.`] : [];
	if (keepFor !== undefined) return inDays(keepFor, floor);
	const rules = rulesOf(period);
	if (rules.length === 0 && maxAge !== undefined) return inDays(maxAge, floor);
	if (rules.length === 1 && typeof last === 'number' && last > 0 && maxAge === undefined) {
		const isFloored = minimum > last;
		return { retention: { versions: last, days: 0 }, losses: isFloored ? floor : [] };
	}
	const milliseconds = keptForMs(period);
	if (!Number.isFinite(milliseconds)) {
		const loss = 'Nothing ends its snapshots, and vProtect’s rules keep by a number or by days.';
		return { retention: undefined, losses: [`${loss} Set Keep For. It is left out.`] };
	}
	const days = Math.max(1, Math.ceil(milliseconds / DAY_MS));
	const said = `It keeps by ${rules.join(', ')}. vProtect keeps by a number or by days: each would stay ${days} days.`;
	return { retention: { versions: 0, days }, losses: [said, ...floor] };
}

function inDays(isoDuration: string, floor: readonly string[]): Kept {
	const { years = 0, months = 0, ...exact } = Duration.fromISO(isoDuration).toObject();
	const exactDays = Duration.fromObject(exact).as('days');
	const whole = LONGEST_YEAR_DAYS * years + LONGEST_MONTH_DAYS * months + Math.ceil(exactDays);
	const days = Math.max(1, whole);
	const isSame = years === 0 && months === 0 && exactDays === days;
	const loss = `vProtect counts whole days: ${isoDuration} becomes ${days} days.`;
	return { retention: { versions: 0, days }, losses: isSame ? floor : [loss, ...floor] };
}

const RULES = [
	'last',
	'hourly',
	'daily',
	'weekly',
	'monthly',
	'yearly',
	'within',
	'withinHourly',
	'withinDaily',
	'withinWeekly',
	'withinMonthly',
	'withinYearly',
] as const;

const rulesOf = ({ retention }: Period): string[] =>
	RULES.flatMap((rule) => {
		const value = retention[rule];
		return value === undefined || value === 0 ? [] : [`${rule} ${value}`];
	});

/** In our words, with what of it is a guess. */
export function retentionOf({ versions, days }: RuleRetention): {
	readonly retention: Period['retention'];
	readonly notes: readonly string[];
} {
	const keepFor = days > 0 ? { keepFor: `P${days}D` } : {};
	const last = versions > 0 ? { last: versions } : {};
	const notes = [
		...(versions > 0 && days > 0
			? ['How vProtect combines a number with days is not documented; here the days decide.']
			: []),
		...(versions === 0 && days === 0
			? ['Its rule keeps by neither a number nor days: here nothing removes its snapshots.']
			: []),
	];
	return { retention: { ...keepFor, ...last, minimum: 1 }, notes };
}

export const retentionInWords = ({ versions, days }: RuleRetention): string => {
	const said = [
		...(versions > 0 ? [`the newest ${versions} kept`] : []),
		...(days > 0 ? [`kept ${days} ${days === 1 ? 'day' : 'days'}`] : []),
	];
	return said.length === 0 ? 'kept for ever' : said.join(', ');
};
