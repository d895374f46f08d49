const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, three days into its ISO week. */
const DAYS_INTO_WEEK = 3;
/** More than twice the seconds of any offset, so that an hour and its offset fit into one number. */
const OFFSETS = 2 ** 18;

/** What the clock on the wall shows at one instant. Keys are numbers that differ exactly when the label does. */
export class LocalTime {
	private readonly wallMs: number;

	constructor(
		instant: number,
		private readonly offsetMs: number,
	) {
		this.wallMs = instant + offsetMs;
	}

	/** The offset keeps the two hours apart that a change of the clocks shows twice. */
	get hourKey(): number {
		return Math.floor(this.wallMs / HOUR_MS) * OFFSETS + this.offsetMs / SECOND_MS;
	}

	get dayKey(): number {
		return Math.floor(this.wallMs / DAY_MS);
	}

	get weekKey(): number {
		return Math.floor((this.dayKey + DAYS_INTO_WEEK) / 7);
	}

	get monthKey(): number {
		return monthsSinceYear0(this.dayKey);
	}

	get yearKey(): number {
		return Math.floor(this.monthKey / 12);
	}

	/** For example `2026-11-21 02:00 +01:00`. */
	get hour(): string {
		return `${this.iso().slice(0, 13).replace('T', ' ')}:00 ${this.offset}`;
	}

	get day(): string {
		return this.iso().slice(0, 10);
	}

	/** ISO 8601: the week, and the year that its Thursday lies in. */
	get week(): string {
		const thursday = new Date((this.weekKey * 7 - DAYS_INTO_WEEK + 3) * DAY_MS);
		const year = thursday.getUTCFullYear();
		const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
		return `${year}-W${String(number).padStart(2, '0')}`;
	}

	get month(): string {
		return this.iso().slice(0, 7);
	}

	get year(): string {
		return this.iso().slice(0, 4);
	}

	/** For example `2026-11-21 02:15:00 +01:00`. */
	toString(): string {
		return `${this.iso().slice(0, 19).replace('T', ' ')} ${this.offset}`;
	}

	private get offset(): string {
		const minutes = Math.round(Math.abs(this.offsetMs) / 60_000);
		const pad = (part: number) => String(part).padStart(2, '0');
		return `${this.offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
	}

	private iso(): string {
		return new Date(this.wallMs).toISOString();
	}
}

/**
 * The month of a day in the Gregorian calendar. Years are taken to begin in March, so that a leap day comes
 * last and month lengths repeat: 153 days in each five months, 146 097 in each 400 years.
 */
function monthsSinceYear0(daysSince1970: number): number {
	const days = daysSince1970 + 719_468; // since 1 March of year 0
	const era = Math.floor(days / 146_097);
	const dayOfEra = days - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365,
	);
	const dayOfYear =
		dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
	return (era * 400 + yearOfEra) * 12 + monthFromMarch + 2;
}
