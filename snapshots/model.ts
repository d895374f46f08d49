import type { Mark } from './mark/mark';

/** What kind of thing a snapshot covers. Not every system has each level. */
export const LEVELS = ['vm', 'volume', 'tenant', 'system'] as const;
export type Level = (typeof LEVELS)[number];

/** For sentences: people write VM, not vm. */
export const LEVEL_IN_WORDS: Readonly<Record<Level, string>> = {
	vm: 'VM',
	volume: 'volume',
	tenant: 'tenant',
	system: 'system',
};

/** Short stable id of one kind of system, for example `libvirt`. Each driver owns one. */
export type SystemId = string;

/** `none`: it has no power to switch, as a volume; or none that this system tells and switches. */
export const POWER_STATES = [
	'running',
	'stopped',
	'paused',
	'suspended',
	'unknown',
	'none',
] as const;
export type PowerState = (typeof POWER_STATES)[number];

/**
 * What one system tells beyond our words, for people and for what comes next in a workflow. Plain values by
 * names that the system's documentation page lists; nothing here decides by them.
 */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

/** Enough to address one thing again later: what a workflow item carries from node to node. */
export interface TargetRef {
	readonly level: Level;
	readonly id: string;
	readonly name: string;
}

/** One thing that can be snapshotted, as the system describes it now. */
export interface Target extends TargetRef {
	readonly powerState: PowerState;
	readonly tags: readonly string[];
	/**
	 * What the system itself says is amiss with its snapshots, each a plain sentence with the way out, such as
	 * disks that need consolidation.
	 */
	readonly troubles?: readonly string[];
	readonly details?: Details;
}

/**
 * What was achieved, not what was asked: `crash` is the disks as a power cut would leave them (of a
 * stopped target that is its whole state), `quiesced` has the guest's file systems flushed and frozen for
 * the instant, `memory` includes the running RAM.
 */
export const CONSISTENCIES = ['crash', 'quiesced', 'memory'] as const;
export type Consistency = (typeof CONSISTENCIES)[number];

export const SNAPSHOT_STATES = ['ready', 'creating', 'deleting', 'failed'] as const;
export type SnapshotState = (typeof SNAPSHOT_STATES)[number];

/** One snapshot in the system's own terms. Drivers produce these; they know nothing of marks. */
export interface SystemSnapshot {
	/** Unique within its target, and stable for the snapshot's life. */
	readonly id: string;
	readonly name: string;
	/** The system's free text. Empty where there is none. Carries the mark on systems that have it. */
	readonly description: string;
	readonly createdAt: Date;
	readonly parentId?: string;
	/** Whether the target's live state descends directly from this one. */
	readonly current: boolean;
	readonly consistency: Consistency;
	readonly state: SnapshotState;
	readonly sizeBytes?: number;
	/** Only where the system enforces expiry by itself; otherwise the mark carries it. */
	readonly expiresAt?: Date;
	/** Only where the system has a lock or hold of its own. */
	readonly held?: boolean;
	/** What depends on it, in words, for example `linked clone web-02`. It can't be removed until then. */
	readonly inUse?: string;
	/** Why a revert is possible only while no newer snapshot exists. Absent: any snapshot can be reverted to. */
	readonly revertOnlyWhenNewest?: string;
	readonly details?: Details;
}

/** A snapshot as people meet it: what the system tells, and what our mark adds. */
export interface Snapshot extends SystemSnapshot {
	/** Present only when this package made it, for this very target. Absent: foreign. */
	readonly mark?: Mark;
	readonly held: boolean;
}
