import { z } from 'zod';
import { timeZoneSchema, type RetentionPolicy } from '../../snapshots/retention/policy';
import { durationSchema, wholeNumber } from './readOptions';

const count = z.union([z.literal('all'), wholeNumber(0)]).optional();
const window = durationSchema.optional();

export const retentionSchema = z.object({
	keepLast: count,
	keepHourly: count,
	keepDaily: count,
	keepWeekly: count,
	keepMonthly: count,
	keepYearly: count,
	keepWithin: window,
	keepWithinHourly: window,
	keepWithinDaily: window,
	keepWithinWeekly: window,
	keepWithinMonthly: window,
	keepWithinYearly: window,
	maxAge: window,
	minimum: wholeNumber(1).optional(),
	timeZone: timeZoneSchema.optional(),
});
type RetentionOptions = z.infer<typeof retentionSchema>;

export const policyFrom = (options: RetentionOptions): RetentionPolicy => ({
	last: options.keepLast,
	hourly: options.keepHourly,
	daily: options.keepDaily,
	weekly: options.keepWeekly,
	monthly: options.keepMonthly,
	yearly: options.keepYearly,
	within: options.keepWithin,
	withinHourly: options.keepWithinHourly,
	withinDaily: options.keepWithinDaily,
	withinWeekly: options.keepWithinWeekly,
	withinMonthly: options.keepWithinMonthly,
	withinYearly: options.keepWithinYearly,
	maxAge: options.maxAge,
	minimum: options.minimum,
});
