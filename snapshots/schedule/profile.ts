import { DateTime, Duration } from 'luxon';
import { z } from 'zod';
import { isoDurationSchema, retentionPolicySchema, timeZoneSchema } from '../retention/policy';
import { parseDate } from './calendar';
import { frequencySchema } from './frequency';

/** What stays of a period's snapshots, and for how long each of them does. */
const retentionSchema = retentionPolicySchema.extend({
	/** Each snapshot gets its expiry from it when it is made. */
	keepFor: isoDurationSchema.optional(),
	/** All of them is what stays without it. */
	last: z.number().int('must be a whole number').min(0, 'must be 0 or more').optional(),
	minimum: z.number().int('must be a whole number').min(1, 'must be 1 or more').default(1),
});

const nameSchema = z.string().trim().min(1, 'must not be empty').max(64);

export const periodSchema = z.strictObject({
	name: nameSchema,
	frequency: frequencySchema,
	retention: retentionSchema,
	memory: z.boolean().default(false),
	quiesce: z.enum(['require', 'prefer', 'off']).default('prefer'),
});

const dateSchema = z
	.string()
	.refine((text) => parseDate(text) !== undefined, 'must be a date such as 2026-12-31');

const MISSED = ['runOnce', 'skip'] as const;
const COINCIDING = ['each', 'longestKept'] as const;
const LONGEST_JITTER_MINUTES = 60;

/** A field that it doesn't know is refused, here and within: a typo must not pass for a rule left out. */
export const profileSchema = z
	.strictObject({
		name: nameSchema,
		timeZone: timeZoneSchema,
		periods: z
			.array(periodSchema)
			.min(1, 'needs at least one period')
			.refine(
				(periods) => new Set(periods.map(({ name }) => name)).size === periods.length,
				'must have different names',
			),
		/** First and last local date on which anything is due. */
		startDate: dateSchema.optional(),
		endDate: dateSchema.optional(),
		/** Local dates on which nothing is due. */
		excludedDates: z.array(dateSchema).default([]),
		/** What was due while nobody looked: the newest of it is run late, or nothing. */
		missed: z.enum(MISSED).default('runOnce'),
		/** The latest that `runOnce` runs something. Absent: however late. */
		missedWithinHours: z.number().positive('must be more than 0').optional(),
		/** Of several periods that are due at once: a snapshot for each, or one, for the longest kept. */
		coinciding: z.enum(COINCIDING).default('each'),
		/** Each workflow runs later by its own share of this, always the same. */
		jitterMinutes: z
			.number()
			.int('must be a whole number')
			.min(0)
			.max(LONGEST_JITTER_MINUTES)
			.default(0),
	})
	.refine(({ startDate = '', endDate = '9999' }) => startDate <= endDate, {
		path: ['endDate'],
		message: 'must not be before the start date',
	});

export type { Frequency } from './frequency';
export type Period = z.infer<typeof periodSchema>;
export type Profile = z.infer<typeof profileSchema>;

/**
 * What the trigger emits and Create and Prune take in: one period of one profile that is due. Beside these
 * fields an item may carry whatever a workflow needs.
 */
export const dueItemSchema = z.object({
	profile: profileSchema,
	period: periodSchema,
	scheduledAt: z.string().datetime({ offset: true }),
	/** Occurrences before this one that were not run. */
	missed: z.number().int().min(0).default(0),
	/** Names of other periods that were due at once, which this snapshot stands for. */
	standsFor: z.array(z.string()).default([]),
});
export type DueItem = z.infer<typeof dueItemSchema>;

/** When a snapshot of this period expires by itself; undefined where only counts remove it. */
export function expiryOf(period: Period, timeZone: string, scheduledAt: Date): Date | undefined {
	const { keepFor } = period.retention;
	if (keepFor === undefined) return undefined;
	return DateTime.fromJSDate(scheduledAt, { zone: timeZone })
		.plus(Duration.fromISO(keepFor))
		.toJSDate();
}
