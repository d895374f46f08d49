import type { SystemSnapshot, Target, TargetRef } from './model';
import type { Period, Profile } from './schedule/profile';

/** Enough to address one native profile again later. */
export interface NativeProfileRef {
	readonly id: string;
	readonly name: string;
}

/** One period of a profile that a system keeps by itself, as far as our words reach. */
export interface NativePeriod {
	readonly name: string;
	/** As the system has it, for people: `daily at 02:00, kept 3 days`. */
	readonly inWords: string;
	/** undefined: our words can't tell when it is due. Its name is the system's, however long. */
	readonly period: Period | undefined;
	/** What of it `period` leaves out or had to guess, each in a plain sentence without the period's name. */
	readonly notExpressible: readonly string[];
	/** How many snapshots of one target the system expects of it, where it tells. */
	readonly estimatedSnapshots?: number;
}

/** A snapshot profile (vProtect: policy) that the system itself runs, on the targets that it is assigned to. */
export interface NativeProfile extends NativeProfileRef {
	readonly description: string;
	readonly periods: readonly NativePeriod[];
	/** How many targets have it. Present when it was asked for and the system tells. */
	readonly assignedTo?: number;
}

/** What the system would make of a profile of ours. */
export interface NativeDraft {
	/** As they would be read back. One of ours may need several; what can't be kept at all is not among them. */
	readonly periods: readonly NativePeriod[];
	/** What of our periods the system can't keep, each in a plain sentence that names the period. */
	readonly notExpressible: readonly string[];
}

export interface NativeProfileQuery {
	/** Counting may cost the system a listing of all its targets. */
	readonly withAssignments: boolean;
}

export const AUTO_ASSIGN_MODES = ['off', 'assign', 'assignAndRemove'] as const;
export type AutoAssignMode = (typeof AUTO_ASSIGN_MODES)[number];

/**
 * Which targets a native profile takes by itself: those with any of the included tags or names, in the chosen
 * clusters, unless anything excluded fits. `assign` takes only targets without a profile; `assignAndRemove`
 * also those of another profile whose rules don't fit them, and lets go of what no longer fits.
 */
export interface AutoAssignRules {
	readonly mode: AutoAssignMode;
	readonly includeTags: readonly string[];
	readonly excludeTags: readonly string[];
	/** Regular expressions on the name; capitals count. */
	readonly includeExpressions: readonly string[];
	readonly excludeExpressions: readonly string[];
	/** None: all. */
	readonly clusterIds: readonly string[];
}

/** The rules by which a system gives targets its profiles without being asked. */
export interface AutoAssignment {
	/** A profile that is gone is `NOT_FOUND`, as below. */
	read(profile: NativeProfileRef, signal: AbortSignal): Promise<AutoAssignRules>;

	/** The targets that these rules would affect, as the system tells them. Changes nothing. */
	preview(
		profile: NativeProfileRef,
		rules: AutoAssignRules,
		signal: AbortSignal,
	): Promise<readonly Target[]>;

	save(profile: NativeProfileRef, rules: AutoAssignRules, signal: AbortSignal): Promise<void>;
}

/**
 * The profiles that a system keeps by itself. As naive as the rest of a driver, and with the same promises:
 * one call is one try, it rejects with a `SnapshotError` only, and an abort ends it at once. Drivers translate
 * periods, and nothing else of a profile: names, dates and zones are judged in `snapshots/operations`.
 */
export interface NativeProfiles {
	/** The zone by whose clock the system runs them. Absent: it does not tell. */
	readonly timeZone?: string;

	/** All of them, in the order of the system. */
	list(query: NativeProfileQuery, signal: AbortSignal): Promise<readonly NativeProfile[]>;

	/** What `save` would write. Asks nobody. */
	express(profile: Profile): NativeDraft;

	/**
	 * Makes a native profile of that name, or makes the given one's periods be as `express` says and leaves its
	 * assignments alone. Resolves to what is read back. A name that is taken is `CONFLICT`; one to change that
	 * is gone is `NOT_FOUND`. A new one that could not be made whole is removed again, or the error names it.
	 */
	save(
		profile: Profile,
		existing: NativeProfileRef | undefined,
		signal: AbortSignal,
	): Promise<NativeProfile>;

	/** The one that a target has, if any. A level that can have none is `UNSUPPORTED`. */
	assigned(target: TargetRef, signal: AbortSignal): Promise<NativeProfileRef | undefined>;

	/** Gives a target this one in the place of the one it has; undefined takes it away. */
	assign(
		target: TargetRef,
		profile: NativeProfileRef | undefined,
		signal: AbortSignal,
	): Promise<void>;

	/** Present exactly when the capabilities of a level list `autoAssign`. */
	readonly autoAssignment?: AutoAssignment;

	/**
	 * Removes at once what the target's profile does not keep any more, and tells what went. The system decides
	 * what that is. Present exactly when the capabilities of a level speak of `applyRetention`; where they deny
	 * it, and for a target without a profile, it rejects and nothing is changed.
	 */
	applyRetention?(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]>;
}
