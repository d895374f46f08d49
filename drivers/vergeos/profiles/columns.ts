import { z } from 'zod';
import { flag, key, text } from '../schema';

/** VergeOS's own order; `any` stands for none. */
export const DAYS_OF_WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

export const FREQUENCIES = ['custom', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type VergeosFrequency = (typeof FREQUENCIES)[number];

/** When a period is due. A column that its frequency has no use for is 0, or `any`. */
export interface Timing {
	readonly frequency: VergeosFrequency;
	readonly minute: number;
	readonly hour: number;
	readonly day_of_week: DayOfWeek | 'any';
	/** 0: any. */
	readonly day_of_month: number;
	/** 0: any. */
	readonly month: number;
}

/** The columns of `snapshot_profile_periods` that a client writes. */
export interface PeriodColumns extends Timing {
	readonly name: string;
	/** Seconds: here, unlike on snapshots, it is real. */
	readonly retention: number;
	readonly min_snapshots: number;
	/** A text; "1" is no restriction. */
	readonly max_tier: string;
	readonly quiesce: boolean;
	readonly immutable: boolean;
}

const count = (preset: number) =>
	z
		.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
		.nullish()
		.transform((value) => value ?? preset);

/** As it is read. A frequency that this package does not know is kept as the text that it is. */
export const periodRow = z.object({
	$key: key,
	profile: key,
	name: text,
	frequency: z.string(),
	minute: count(0),
	hour: count(0),
	day_of_week: z
		.string()
		.nullish()
		.transform((day) => (day ?? '') || 'any'),
	day_of_month: count(0),
	month: count(0),
	retention: count(0),
	min_snapshots: count(1),
	max_tier: z
		.union([z.string(), z.number().transform(String)])
		.nullish()
		.transform((tier) => (tier ?? '') || '1'),
	quiesce: flag,
	immutable: flag,
	estimated_snapshot_count: count(0),
});
export type PeriodRow = z.output<typeof periodRow>;

/** What of a row says something about the period; columns that a client writes fit, too. */
export type ReadColumns = Omit<PeriodRow, '$key' | 'profile' | 'estimated_snapshot_count'>;

export const PERIOD_FIELDS = Object.keys(periodRow.shape);

export const profileRow = z.object({ $key: key, name: text, description: text });
export type ProfileRow = z.output<typeof profileRow>;

export const PROFILE_FIELDS = Object.keys(profileRow.shape);
