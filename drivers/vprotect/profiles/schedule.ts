import { z } from 'zod';
import type { VprotectClient } from '../client';
import type { ApiFamily } from '../policies';
import { choice, reference } from '../schema';

export const DAYS = [
	'MONDAY',
	'TUESDAY',
	'WEDNESDAY',
	'THURSDAY',
	'FRIDAY',
	'SATURDAY',
	'SUNDAY',
] as const;
export type Day = (typeof DAYS)[number];

export const OCCURRENCES = [
	'FIRST_IN_MONTH',
	'SECOND_IN_MONTH',
	'THIRD_IN_MONTH',
	'FOURTH_IN_MONTH',
	'LAST_IN_MONTH',
] as const;
export type Occurrence = (typeof OCCURRENCES)[number];

export const MONTHS = [
	'JANUARY',
	'FEBRUARY',
	'MARCH',
	'APRIL',
	'MAY',
	'JUNE',
	'JULY',
	'AUGUST',
	'SEPTEMBER',
	'OCTOBER',
	'NOVEMBER',
	'DECEMBER',
] as const;
export type Month = (typeof MONTHS)[number];

/** Milliseconds from midnight, UTC. */
export interface DailyInterval {
	readonly startHour: number;
	readonly endHour: number;
	/** Milliseconds. */
	readonly frequency: number;
}

/** When a schedule is due, as vProtect says it. */
export interface Timing {
	readonly execution:
		| { readonly type: 'TIME'; readonly hour: number }
		| ({ readonly type: 'INTERVAL' } & DailyInterval);
	readonly days: readonly Day[];
	/** None: each of these days. */
	readonly occurrences: readonly Occurrence[];
	/** None: all. */
	readonly months: readonly Month[];
}

const choices = <Name extends string>(names: readonly [Name, ...Name[]]) =>
	z
		.array(choice.pipe(z.enum(names)))
		.nullish()
		.transform((found) => found ?? []);

const interval = z.object({ startHour: z.number(), endHour: z.number(), frequency: z.number() });

const scheduleRow = z
	.object({
		...reference.shape,
		active: z
			.boolean()
			.nullish()
			.transform((value) => value ?? true),
		executionType: choice,
		hour: z.number().nullish(),
		interval: interval.nullish(),
		daysOfWeek: choices(DAYS),
		dayOfWeekOccurrences: choices(OCCURRENCES),
		months: choices(MONTHS),
		/** The rules that use it, in this policy and others. */
		rules: z
			.array(reference)
			.nullish()
			.transform((rules) => rules ?? []),
	})
	.transform(({ executionType, hour, interval: every, daysOfWeek, ...row }) => ({
		guid: row.guid,
		name: row.name,
		active: row.active,
		rules: row.rules,
		/** undefined: it tells neither a time nor an interval. */
		timing: timingOf(executionType, hour, every, {
			days: daysOfWeek,
			occurrences: row.dayOfWeekOccurrences,
			months: row.months,
		}),
	}));
export type Schedule = z.output<typeof scheduleRow>;

function timingOf(
	executionType: string,
	hour: number | null | undefined,
	every: DailyInterval | null | undefined,
	on: Omit<Timing, 'execution'>,
): Timing | undefined {
	if (executionType === 'TIME' && typeof hour === 'number') {
		return { execution: { type: 'TIME', hour }, ...on };
	}
	if (executionType !== 'INTERVAL' || !every) return undefined;
	return { execution: { type: 'INTERVAL', ...every }, ...on };
}

const typeOf = (family: ApiFamily): string =>
	family === 'vm-snapshot' ? 'VM_SNAPSHOT' : 'SNAPSHOT';

export const listSchedules = async (
	client: VprotectClient,
	family: ApiFamily,
	signal: AbortSignal,
): Promise<readonly Schedule[]> =>
	await client.list('/schedules', scheduleRow, signal, { type: typeOf(family) });

/** In which a task must start, or fails: what vProtect's own console begins with. */
const START_WINDOW_MS = 21_600_000;

/** A schedule as vProtect wants it, whole. */
export const scheduleBody = (
	family: ApiFamily,
	{ name, timing }: { readonly name: string; readonly timing: Timing },
	ruleGuids: readonly string[],
): object => {
	const { execution, days, occurrences, months } = timing;
	const isTimed = execution.type === 'TIME';
	return {
		name,
		active: true,
		type: { name: typeOf(family) },
		executionType: { name: execution.type },
		backupType: { name: 'FULL' },
		hour: isTimed ? execution.hour : null,
		startWindowLength: isTimed ? START_WINDOW_MS : null,
		interval: isTimed ? null : intervalOf(execution),
		daysOfWeek: days.map((day) => ({ name: day })),
		dayOfWeekOccurrences: occurrences.map((one) => ({ name: one })),
		months: months.map((month) => ({ name: month })),
		rules: ruleGuids.map((guid) => ({ guid })),
	};
};

const intervalOf = ({ startHour, endHour, frequency }: DailyInterval): DailyInterval => ({
	startHour,
	endHour,
	frequency,
});
