import type { Capabilities, LevelCapabilities } from './capabilities';
import type { Clock } from './clock';
import type { SnapshotDriver } from './driver';
import { SnapshotError } from './errors';
import type { Level, TargetRef } from './model';

/** What every operation works on: one system, the time, and the person's cancel. */
export interface Connection {
	readonly driver: SnapshotDriver;
	readonly clock: Clock;
	/** Aborts when the person cancels. */
	readonly signal: AbortSignal;
	/** 0 up to 1; spreads the pauses of parallel workers. */
	readonly random: () => number;
}

/** How long to be patient. Both are set by the person. */
export interface Patience {
	/** Limit for waiting out locks that others hold. */
	readonly waitWhileLockedSeconds: number;
	/** Limit for one operation on one target, locks included. */
	readonly timeLimitSeconds: number;
}

export const DEFAULT_PATIENCE: Patience = { waitWhileLockedSeconds: 600, timeLimitSeconds: 3600 };

export function capabilitiesOf(
	system: { readonly system: string; readonly capabilities: Capabilities },
	level: Level,
	target?: TargetRef,
): LevelCapabilities {
	const capabilities = system.capabilities.levels[level];
	if (capabilities !== undefined) return capabilities;
	const levels = Object.keys(system.capabilities.levels).join(', ');
	throw new SnapshotError('UNSUPPORTED', `${system.system} has no snapshots of level ${level}`, {
		system: system.system,
		target,
		advice: `Choose one of its levels: ${levels}.`,
	});
}
