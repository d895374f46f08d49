import { z } from 'zod';
import {
	AUTO_ASSIGN_MODES,
	DAYS,
	MONTHS,
	OCCURRENCES,
	type Named,
	type ScheduleSettings,
} from '../model/entities';
import type { World } from '../model/world';
import { invalid } from '../server/apiError';
import { scheduleType } from './views';

/** In requests only the `guid` of a reference counts. */
export const referenceIn = z.object({ guid: z.string() });
export const references = z.array(referenceIn);
export const percent = z.number().int().min(0).max(100);

/** In requests only the `name` of an enumeration counts. */
export const wordOf = <T extends string>([first, ...others]: readonly [T, ...T[]]) =>
	z.object({ name: z.enum([first, ...others]) }).transform(({ name }): T => name as T);

const texts = z.array(z.string()).default([]);
const expression = z.string().superRefine((source, context) => {
	try {
		new RegExp(source);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		context.addIssue({ code: 'custom', message: 'is no regular expression' });
	}
});
const expressions = z.array(expression).default([]);

const autoAssignSettings = z.object({
	mode: wordOf(AUTO_ASSIGN_MODES).default({ name: 'DISABLED' }),
	includeTags: texts,
	excludeTags: texts,
	includeRegExps: expressions,
	excludeRegExps: expressions,
	hvClusters: references.default([]),
});

export const policyIn = z
	.object({
		name: z.string().min(1),
		active: z.boolean().default(true),
		priority: percent.default(50),
		autoRemoveNonPresent: z.boolean().default(true),
		backupRetryCount: z.number().int().min(0).default(0),
		autoAssignSettings: autoAssignSettings.default({}),
		tenantId: z.string().nullish(),
		vms: references.optional(),
		executeAutoAssignmentAfterSavingPolicy: z.boolean().default(true),
		dailyReportEnabled: z.boolean().default(false),
		failRemainingBackupTasksExportThreshold: z.number().nullish().default(null),
		failRemainingBackupTasksStoreThreshold: z.number().nullish().default(null),
		mailingList: z.unknown(),
	})
	.strip();
export type PolicyIn = z.output<typeof policyIn>;

const amount = z.number().int().min(0).nullish();
export const ruleIn = z.object({
	name: z.string().min(1),
	retentionVersions: amount,
	retentionDays: amount,
	schedules: references.default([]),
});
export const newRuleIn = ruleIn.extend({ policy: referenceIn });

const DAY_MILLISECONDS = 86_400_000;
const timeOfDay = z
	.number()
	.int()
	.min(0)
	.max(DAY_MILLISECONDS - 1);
const length = z.number().int().positive();
const interval = z.object({ startHour: timeOfDay, endHour: timeOfDay, frequency: length });

export const scheduleIn = z.object({
	name: z.string().min(1),
	active: z.boolean().default(true),
	type: z.object({ name: z.string() }),
	executionType: wordOf(['TIME', 'INTERVAL']),
	backupType: wordOf(['FULL', 'INCREMENTAL']).nullish(),
	hour: timeOfDay.nullish(),
	startWindowLength: length.nullish(),
	interval: interval.nullish(),
	daysOfWeek: z.array(wordOf(DAYS)).min(1),
	dayOfWeekOccurrences: z.array(wordOf(OCCURRENCES)).default([]),
	months: z.array(wordOf(MONTHS)).default([]),
	rules: references.optional(),
});
export type ScheduleIn = z.output<typeof scheduleIn>;

export function scheduleSettings(world: World, given: ScheduleIn): ScheduleSettings {
	if (given.type.name !== scheduleType(world)) {
		throw invalid(`type: ${given.type.name} is not simulated here`);
	}
	return {
		name: given.name,
		active: given.active,
		execution: executionOf(given),
		daysOfWeek: given.daysOfWeek,
		occurrences: given.dayOfWeekOccurrences,
		months: given.months,
		backupType: given.backupType ?? null,
	};
}

function executionOf(given: ScheduleIn): ScheduleSettings['execution'] {
	if (given.executionType === 'INTERVAL') {
		return { type: 'INTERVAL', interval: present(given.interval, 'interval') };
	}
	return {
		type: 'TIME',
		hour: present(given.hour, 'hour'),
		startWindowLength: present(given.startWindowLength, 'startWindowLength'),
	};
}

function present<T>(value: T | null | undefined, field: string): T {
	if (value === null || value === undefined) throw invalid(`${field}: Required`);
	return value;
}

/** The things that are referred to; throws 400 for what is not there. */
export const resolved = <T extends Named>(
	things: ReadonlyMap<string, T>,
	guids: readonly { readonly guid: string }[],
	what: string,
): T[] =>
	guids.map(({ guid }) => {
		const thing = things.get(guid);
		if (thing === undefined) throw invalid(`${what} ${guid} does not exist`);
		return thing;
	});
