import type { TargetRef } from './model';
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
}
