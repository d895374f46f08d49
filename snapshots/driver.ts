import type { Capabilities } from './capabilities';
import type { Level, SystemId, SystemSnapshot, Target, TargetRef } from './model';
import type { NativeProfiles } from './nativeProfile';
import type { Settings } from './settings';

export interface InventoryQuery {
	readonly level: Level;
	/** Only targets whose name contains this text, case-insensitively. */
	readonly nameContains?: string;
	/** Whether each entry must bring its snapshots along. */
	readonly withSnapshots: boolean;
}

export interface InventoryEntry {
	readonly target: Target;
	/** Present exactly when the query asked for them. */
	readonly snapshots?: readonly SystemSnapshot[];
}

export interface SystemDescription {
	/** What the system calls itself: a host or cluster name. */
	readonly name: string;
	readonly version: string;
}

export interface CreateRequest {
	readonly name: string;
	readonly description: string;
	readonly memory: boolean;
	readonly quiesce: boolean;
	/** For systems with native expiry. Absent: the snapshot must never expire by itself. */
	readonly expiresAt?: Date;
	/** In full, as the capabilities list them; absent where they list none. */
	readonly settings?: Settings;
}

export interface RevertRequest {
	/** Power state to end in; `asSnapshot` leaves it as the system does by itself. */
	readonly power: 'running' | 'stopped' | 'asSnapshot';
	readonly settings?: Settings;
}

export interface RestoreRequest {
	readonly name: string;
	/** Whether the new target's network adapters are plugged in. They get new addresses either way. */
	readonly connectNetwork: boolean;
	readonly powerOn: boolean;
	/** What to bring back out of the snapshot, where the capabilities list parts; absent elsewhere. */
	readonly part?: Part;
	readonly settings?: Settings;
}

/** One whole target that a snapshot holds. Its id is valid within that snapshot only. */
export type Part = TargetRef;

export interface SnapshotChange {
	readonly description?: string;
	/** null: never expires. */
	readonly expiresAt?: Date | null;
	readonly held?: boolean;
}

/**
 * What every system fulfils. A driver is naive: one call is one try. It does not wait for locks, retry,
 * name, mark or warn; `snapshots/operations` does that once for all systems.
 *
 * For every method:
 * - it resolves when the system says that the work is finished, not when it was accepted;
 * - it rejects with a `SnapshotError` only, naming the target;
 * - a locked target is `BUSY` at once; a target that is gone is `NOT_FOUND`;
 * - when the signal aborts it rejects at once with the signal's reason, leaving the remote task alone;
 * - what the capabilities deny it refuses with `UNSUPPORTED`, before anything was changed.
 */
export interface SnapshotDriver {
	readonly system: SystemId;
	readonly capabilities: Capabilities;

	/** Logs in and tells what is there. Used by the credential's test button. */
	describeSystem(signal: AbortSignal): Promise<SystemDescription>;

	/**
	 * Streams all targets of a level in the order of the system, each once. Its number of requests does not
	 * grow with the number of targets where the system offers a bulk call, and is bounded elsewhere.
	 */
	inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry>;

	/** Reads one target by level and id, as it is now. The name in the reference may be outdated. */
	readTarget(target: TargetRef, signal: AbortSignal): Promise<Target>;

	/** All snapshots of one target, those of others too, in no promised order. */
	listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]>;

	/**
	 * Takes one snapshot. A name that is taken is `CONFLICT`. When quiescing was asked for and the system
	 * refuses for that reason, the error carries `option: 'quiesce'` and nothing was made; where the system
	 * silently falls back, the answer's `consistency` tells.
	 */
	createSnapshot(
		target: Target,
		request: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot>;

	/**
	 * Returns the target's live state to a snapshot, which stays. The present state is lost. Resolves to the
	 * target after it has reached the power state asked for.
	 */
	revertToSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		request: RevertRequest,
		signal: AbortSignal,
	): Promise<Target>;

	/**
	 * Lists what a snapshot holds of a level. Present exactly when the capabilities of a level list parts.
	 * Looking inside may take the system minutes.
	 */
	snapshotParts?(
		target: Target,
		snapshot: SystemSnapshot,
		level: Level,
		signal: AbortSignal,
	): Promise<readonly Part[]>;

	/**
	 * Makes a new, independent target with the content of the snapshot, or of the part asked for, with new
	 * identity and new network addresses. The source and its snapshots are not touched. On failure nothing half-made is left, or the error's
	 * message names what is.
	 */
	restoreAsNew(
		target: Target,
		snapshot: SystemSnapshot,
		request: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target>;

	/**
	 * Removes one snapshot; the live state stays as it is and children are kept, re-parented. A snapshot that
	 * is already gone is success.
	 */
	deleteSnapshot(target: Target, snapshot: SystemSnapshot, signal: AbortSignal): Promise<void>;

	/** Changes what can be changed after creation. Present exactly when the capabilities say `update`. */
	updateSnapshot?(
		target: Target,
		snapshot: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot>;

	/** Present exactly when the capabilities of a level say that a profile of the system's own can be assigned. */
	readonly profiles?: NativeProfiles;

	/** Releases connections. Idempotent; never fails. */
	close(): Promise<void>;
}
