import { z } from 'zod';
import type { RetentionPolicy } from '../../snapshots/retention/policy';

const count = z.number().int('must be a whole number').min(-1).default(0).transform(countOf);
const duration = z.string().trim().default('').transform(durationOf);

/** The fields of `retentionRulesParameter`; empty ones are no rules. */
export const retentionRulesSchema = z
	.object({
		hourly: count,
		daily: count,
		weekly: count,
		monthly: count,
		yearly: count,
		within: duration,
		withinHourly: duration,
		withinDaily: duration,
		withinWeekly: duration,
		withinMonthly: duration,
		withinYearly: duration,
		maxAge: duration,
	})
	.default({});

function countOf(given: number): RetentionPolicy['last'] {
	if (given === 0) return undefined;
	return given === -1 ? 'all' : given;
}

function durationOf(given: string): string | undefined {
	return given === '' ? undefined : given;
}
