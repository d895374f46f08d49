import { IANAZone } from 'luxon';
import { z } from 'zod';
import { SnapshotError } from '../errors';

/** Whole numbers only: what half a month is, nobody could say. */
const ISO_DURATION =
	/^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNIT_SECONDS = [31_556_952, 2_629_746, 604_800, 86_400, 3600, 60, 1] as const;
/** Longer ones could leave the range of dates, and a window without an edge would keep nothing. */
const LONGEST_SECONDS = 1000 * 31_556_952;

/** For example `P7D`, `P1M` or `PT36H`. Calendar units stay calendar units until a zone is known. */
export const isoDurationSchema = z.string().superRefine((text, { addIssue }) => {
	const refuse = (message: string) => addIssue({ code: 'custom', message });
	const seconds = roughSeconds(text);
	if (seconds === undefined) refuse('must be an ISO 8601 duration such as P7D or PT36H');
	else if (seconds === 0) refuse('must be longer than zero');
	else if (seconds > LONGEST_SECONDS) refuse('must not be longer than 1000 years');
});

function roughSeconds(text: string): number | undefined {
	const amounts = ISO_DURATION.exec(text)?.slice(1);
	return amounts?.reduce(
		(sum, amount: string | undefined, at) => sum + Number(amount ?? 0) * (UNIT_SECONDS[at] ?? 0),
		0,
	);
}

const countSchema = z.custom<number | 'all'>(
	(value) => value === 'all' || (Number.isSafeInteger(value) && Number(value) >= 0),
	'must be a whole number, 0 or more, or "all"',
);

export const timeZoneSchema = z.string().refine(
	(zone) => IANAZone.isValidZone(zone),
	(zone) => ({ message: `must be an IANA time zone such as Europe/Paris, not "${zone}"` }),
);

/**
 * What stays. Counts keep the newest of that many hours, days and so on that have any; `within…` look back
 * from the newest snapshot. Rules are independent: what one of them keeps stays. A count of 0 is no rule.
 */
export const retentionPolicySchema = z
	.object({
		last: countSchema.optional(),
		hourly: countSchema.optional(),
		daily: countSchema.optional(),
		weekly: countSchema.optional(),
		monthly: countSchema.optional(),
		yearly: countSchema.optional(),
		/** All that are younger than this, seen from the newest one. */
		within: isoDurationSchema.optional(),
		withinHourly: isoDurationSchema.optional(),
		withinDaily: isoDurationSchema.optional(),
		withinWeekly: isoDurationSchema.optional(),
		withinMonthly: isoDurationSchema.optional(),
		withinYearly: isoDurationSchema.optional(),
		/** What is older goes, whatever the rules say; seen from now. */
		maxAge: isoDurationSchema.optional(),
		/** The floor: so many of the newest good ones always stay. Absent: 1. */
		minimum: z.number().int('must be a whole number').min(1, 'must be 1 or more').optional(),
	})
	.strict();

export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

/** Refuses a policy that can't be meant, with the names of its fields. */
export function readPolicy(policy: unknown): RetentionPolicy {
	const parsed = retentionPolicySchema.safeParse(policy);
	if (parsed.success) return parsed.data;
	const said = parsed.error.issues.map(({ path, message }) =>
		`${path.join('.')} ${message}`.trim(),
	);
	throw new SnapshotError('INVALID_INPUT', said.join('; '), {
		system: 'retention',
		advice: 'Correct the retention policy and run again. Nothing was removed.',
	});
}

/** The policy in a period's retention, which also says how long each snapshot is kept: its own expiry tells that. */
export const policyOf = (retention: RetentionPolicy): RetentionPolicy =>
	retentionPolicySchema.strip().parse(retention);
