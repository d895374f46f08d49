import { DateTime, Duration, IANAZone } from 'luxon';
import { z } from 'zod';

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const frequencySchema = z.discriminatedUnion('every', [
	z.object({
		every: z.literal('minutes'),
		/** Counted from local midnight, every day anew. */
		count: z.number().int('must be a whole number').min(1).max(1439),
	}),
	z.object({
		every: z.literal('hours'),
		count: z.number().int('must be a whole number').min(1).max(23),
	}),
	z.object({
		every: z.literal('day'),
		at: z.string().regex(CLOCK_TIME, 'must be a time of day such as 02:30'),
	}),
]);

const retentionSchema = z.object({
	/** How many of this period's snapshots stay. Absent: the count removes none. */
	last: z.number().int('must be a whole number').min(1, 'must be 1 or more').optional(),
	/** ISO 8601 duration; each snapshot gets its expiry from it when it is made. */
	keepFor: z
		.string()
		.refine((text) => isPositiveDuration(text), 'must be an ISO 8601 duration such as P7D')
		.optional(),
	/** Never fewer good ones than this, expired or not. */
	minimum: z.number().int('must be a whole number').min(1, 'must be 1 or more').default(1),
});

export const periodSchema = z.object({
	name: z.string().trim().min(1, 'must not be empty').max(64),
	frequency: frequencySchema,
	retention: retentionSchema,
	memory: z.boolean().default(false),
	quiesce: z.enum(['require', 'prefer', 'off']).default('prefer'),
});

export const profileSchema = z.object({
	name: z.string().trim().min(1, 'must not be empty').max(64),
	timeZone: z
		.string()
		.refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as Europe/Paris'),
	periods: z
		.array(periodSchema)
		.min(1, 'needs at least one period')
		.refine(
			(periods) => new Set(periods.map(({ name }) => name)).size === periods.length,
			'must have different names',
		),
});

export type Frequency = z.infer<typeof frequencySchema>;
export type Period = z.infer<typeof periodSchema>;
export type Profile = z.infer<typeof profileSchema>;

/** What the trigger emits and Create and Prune take in: one period of one profile that is due. */
export const dueItemSchema = z.object({
	profile: profileSchema,
	period: periodSchema,
	scheduledAt: z.string().datetime({ offset: true }),
	/** Occurrences before this one that were not run. */
	missed: z.number().int().min(0).default(0),
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

function isPositiveDuration(text: string): boolean {
	const duration = Duration.fromISO(text);
	return duration.isValid && duration.toMillis() > 0;
}
