import type { Level } from './model';
import type { Setting, SettingOperation } from './settings';

/** What a system may or may not be able to do at one level. The support matrix has one row for each. */
export const FEATURES = [
	'memory',
	'quiesce',
	'diskOnlyWhileRunning',
	'revert',
	'restoreAsNew',
	'delete',
	'nativeExpiry',
	'update',
	'tags',
] as const;
export type Feature = (typeof FEATURES)[number];

export type Support =
	/** `note` tells a limit worth a footnote. */
	| { readonly supported: true; readonly note?: string }
	/** `instead` tells a person the way out. */
	| { readonly supported: false; readonly reason: string; readonly instead: string };

export interface NamingRules {
	readonly maxLength: number;
	readonly pattern: RegExp;
	/** The pattern in words, for the error message. */
	readonly inWords: string;
}

export interface LevelCapabilities {
	readonly features: Readonly<Record<Feature, Support>>;
	readonly snapshotNaming: NamingRules;
	/** Rules for the name of a target made by restore as new. */
	readonly targetNaming: NamingRules;
	/**
	 * Where the ownership mark travels. `nowhere`: the system keeps neither a name nor a text of ours, so no
	 * snapshot is ever managed, and what is ordered is known by its time alone.
	 */
	readonly markIn: 'description' | 'name' | 'nowhere';
	/** The system's own limit of snapshots per target, if it has one. */
	readonly maxSnapshotsPerTarget?: number;
	/** The system's words for our verbs, for hints in the editor. */
	readonly words: { readonly revert: string; readonly restoreAsNew: string };
	/** One sentence: what a revert does to a target that is running. */
	readonly revertWhileRunning: string;
	/** Its targets have no power to switch: their power state is `none`. */
	readonly withoutPower?: true;
	/**
	 * Levels of which a snapshot holds whole targets. Restore as new then brings back one of these, never the
	 * whole: a VM out of a snapshot of the system.
	 */
	readonly parts?: readonly Level[];
	/**
	 * Whether a target can be given a snapshot profile that the system itself runs. Absent: the system keeps
	 * none at this level.
	 */
	readonly nativeProfile?: Support;
	/** Its profiles can take targets by rules of their own. */
	readonly autoAssign?: true;
	/** Whether the system can be told to remove at once what a profile of its own no longer keeps. */
	readonly applyRetention?: Support;
	/** Choices that only this system offers. */
	readonly settings?: { readonly [operation in SettingOperation]?: readonly Setting[] };
}

/** Static: read by the editor's hints, the preflight checks and the support matrix alike. */
export interface Capabilities {
	readonly levels: { readonly [level in Level]?: LevelCapabilities };
}

export const SUPPORTED: Support = { supported: true };

export const supportedWith = (note: string): Support => ({ supported: true, note });

export const unsupported = (reason: string, instead: string): Support => ({
	supported: false,
	reason,
	instead,
});
