import { DateTime } from 'luxon';
import { z } from 'zod';
import { dueItemSchema, type DueItem } from '../../snapshots/schedule/profile';
import type { JsonRecord } from '../../snapshots/record';
import type { ItemParameters } from './readParameters';

export const readOrderMode = (parameters: ItemParameters): 'onDemand' | 'fromProfile' =>
	parameters.get('orderMode', z.enum(['onDemand', 'fromProfile']));

/** What Snapshot Schedule Trigger emits, and Create Snapshot and Prune by Retention hand on. */
export const readDueItem = (parameters: ItemParameters): DueItem =>
	parameters.input(
		dueItemSchema,
		'Connect Snapshot Schedule Trigger, or a node that hands on its items, or set Settings From to This Node. Nothing was sent.',
	);

export const profileNameSchema = z.string().trim().min(1).max(64);

export const dueRecord = ({
	profile,
	period,
	scheduledAt,
	missed,
	standsFor,
}: DueItem): JsonRecord => ({
	profile: toJson(profile),
	period: toJson(period),
	scheduledAt,
	missed,
	standsFor,
});

/** Drops what is undefined: absent, not null, is how the schema knows it again. */
const toJson = (value: DueItem['profile'] | DueItem['period']): JsonRecord =>
	JSON.parse(JSON.stringify(value)) as JsonRecord;

export const UNITS = ['hours', 'days', 'weeks', 'months'] as const;
export type Unit = (typeof UNITS)[number];

/** In the workflow's zone, so that a day is a day over a change of the clocks too. 0: never. */
export function expiryAfter(
	amount: number,
	unit: Unit,
	now: Date,
	timeZone: string,
): Date | undefined {
	if (amount === 0) return undefined;
	return DateTime.fromJSDate(now, { zone: timeZone })
		.plus({ [unit]: amount })
		.toJSDate();
}
