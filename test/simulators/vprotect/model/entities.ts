import type { Platform } from '../platforms';

export interface Named {
	readonly guid: string;
	name: string;
}

export interface Hypervisor extends Named {
	readonly platform: Platform;
	readonly manager: Named | null;
	readonly cluster: Named | null;
}

export type PowerState = 'running' | 'stopped' | 'paused';

/** What a snapshot freezes. */
export interface VmContent {
	readonly disk: string;
	readonly power: PowerState;
}

export interface Vm extends Named {
	/** The hypervisor's own id. */
	readonly uuid: string;
	readonly hypervisor: Hypervisor;
	readonly tenantId: string | null;
	tags: readonly string[];
	/** What the last inventory sync found. */
	present: boolean;
	/** What the hypervisor would say now. */
	exists: boolean;
	snapshotPolicy: Policy | null;
	backupPolicy: Named | null;
	/** Settings that are stored and given back, and change nothing here. */
	settings: Readonly<Record<string, unknown>>;
	quiesce: boolean;
	content: VmContent;
}

export interface Snapshot {
	readonly guid: string;
	readonly uuid: string;
	readonly vm: Vm;
	/** As it was when the snapshot was made. Null: not made by a policy. */
	readonly policy: Named | null;
	/** Epoch milliseconds, as all instants of this API. */
	readonly takenAt: number;
	readonly quiesced: boolean;
	/** Kept for the next incremental backup; no snapshot policy governs it. */
	readonly incremental: boolean;
	readonly content: VmContent;
	state: 'made' | 'failed' | 'removed';
}

export const AUTO_ASSIGN_MODES = ['DISABLED', 'ASSIGN_ONLY', 'ASSIGN_AND_REMOVE'] as const;

export interface AutoAssign {
	readonly mode: (typeof AUTO_ASSIGN_MODES)[number];
	readonly includeTags: readonly string[];
	readonly excludeTags: readonly string[];
	readonly includeRegExps: readonly string[];
	readonly excludeRegExps: readonly string[];
	readonly clusters: readonly Named[];
}

export interface PolicySettings {
	readonly name: string;
	readonly active: boolean;
	readonly priority: number;
	readonly autoRemoveNonPresent: boolean;
	readonly retryCount: number;
	readonly autoAssign: AutoAssign;
	readonly tenantId: string | null;
	/** Fields of the user interface that are stored and given back. */
	readonly others: Readonly<Record<string, unknown>>;
}

export interface Policy extends Named {
	settings: PolicySettings;
	readonly rules: Rule[];
}

export interface Rule extends Named {
	readonly policy: Policy;
	/** 0: this knob is not used. */
	retentionVersions: number;
	retentionDays: number;
	readonly schedules: Schedule[];
}

export const DAYS = [
	'MONDAY',
	'TUESDAY',
	'WEDNESDAY',
	'THURSDAY',
	'FRIDAY',
	'SATURDAY',
	'SUNDAY',
] as const;
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
export const OCCURRENCES = [
	'FIRST_IN_MONTH',
	'SECOND_IN_MONTH',
	'THIRD_IN_MONTH',
	'FOURTH_IN_MONTH',
	'LAST_IN_MONTH',
] as const;

/** Milliseconds from midnight, UTC. */
export interface DailyInterval {
	readonly startHour: number;
	readonly endHour: number;
	/** Milliseconds. */
	readonly frequency: number;
}

export interface ScheduleSettings {
	readonly name: string;
	readonly active: boolean;
	readonly execution:
		| { readonly type: 'TIME'; readonly hour: number; readonly startWindowLength: number }
		| { readonly type: 'INTERVAL'; readonly interval: DailyInterval };
	readonly daysOfWeek: readonly (typeof DAYS)[number][];
	readonly occurrences: readonly (typeof OCCURRENCES)[number][];
	readonly months: readonly (typeof MONTHS)[number][];
	readonly backupType: string | null;
}

export interface Schedule extends Named {
	settings: ScheduleSettings;
}

export const TASK_STATES = ['QUEUED', 'RUNNING', 'FINISHED', 'FAILED', 'CANCELLED'] as const;
export type TaskState = (typeof TASK_STATES)[number];
export type TaskType = 'SNAPSHOT' | 'SNAPSHOT_REVERSION' | 'OLD_SNAPSHOTS_REMOVAL' | 'INDEX';

/** What a task is to do. */
export interface Order {
	readonly type: TaskType;
	readonly priority: number;
	readonly vm: Vm | null;
	readonly rule: Rule | null;
	readonly schedule: Schedule | null;
	/** What a reversion goes back to. */
	readonly snapshot: Snapshot | null;
	readonly windowEnd: number | null;
	readonly retries: number;
}

export interface Task extends Omit<Order, 'retries'> {
	readonly guid: string;
	readonly number: number;
	readonly windowStart: number;
	/** Accepted and begun as usual, and never over. */
	readonly neverEnds: boolean;
	state: TaskState;
	startedAt: number | null;
	/** When a running one will be over. */
	endsAt: number | null;
	finishedAt: number | null;
	retriesLeft: number;
	message: string | null;
}
