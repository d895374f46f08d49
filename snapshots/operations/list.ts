import { capabilitiesOf, type Connection } from '../connection';
import type { Level, Snapshot, Target } from '../model';
import { readSnapshot } from '../mark/readMark';
import { targetMatcher, type TargetFilter } from '../selection/targetFilter';
import { sortNewestFirst } from '../order';
import { chainWarnings, type Warning } from './warnings';

export interface Listing {
	readonly target: Target;
	/** Newest first. */
	readonly snapshots: readonly Snapshot[];
	readonly warnings: readonly Warning[];
}

/** Streams the targets of a level that the filter lets through. */
export async function* selectTargets(
	on: Connection,
	level: Level,
	filter: TargetFilter,
	signal: AbortSignal,
): AsyncIterable<Target> {
	const matches = targetMatcher(filter);
	capabilitiesOf(on.driver, level);
	for await (const { target } of on.driver.inventory({ level, withSnapshots: false }, signal)) {
		if (matches(target)) yield target;
	}
}

/** Streams targets with all their snapshots, in bulk: no request per target where the system can do better. */
export async function* listSnapshots(
	on: Connection,
	level: Level,
	filter: TargetFilter,
	signal: AbortSignal,
): AsyncIterable<Listing> {
	const matches = targetMatcher(filter);
	const capabilities = capabilitiesOf(on.driver, level);
	for await (const entry of on.driver.inventory({ level, withSnapshots: true }, signal)) {
		const { target } = entry;
		if (!matches(target)) continue;
		const snapshots = sortNewestFirst(
			(entry.snapshots ?? []).map((one) => readSnapshot(one, target, capabilities)),
		);
		const warnings = chainWarnings(target, snapshots, capabilities, on.clock.now());
		yield { target, snapshots, warnings };
	}
}
