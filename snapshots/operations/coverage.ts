import type { Connection } from '../connection';
import type { Level, Target } from '../model';
import { EVERYTHING, targetMatcher, type TargetFilter } from '../selection/targetFilter';
import { listSnapshots } from './list';

/** Whether a selection means one target, and what keeps snapshots of it now. */
export interface Coverage {
	readonly target: Target;
	/** Whether the filter lets it through. */
	readonly covered: boolean;
	/** Profiles that have managed snapshots there, by name where the mark tells it, else by its key. */
	readonly profiles: readonly string[];
	readonly snapshots: number;
	/** Of the ready managed ones. */
	readonly newestAt?: Date;
}

/**
 * Streams every target of a level with whether the filter covers it: a preview of what a profile with this
 * filter would mean, and of what no profile protects.
 */
export async function* coverage(
	on: Connection,
	level: Level,
	filter: TargetFilter,
	signal: AbortSignal,
): AsyncIterable<Coverage> {
	const covers = targetMatcher(filter);
	for await (const { target, snapshots } of listSnapshots(on, level, EVERYTHING, signal)) {
		const managed = snapshots.flatMap(({ mark }) => (mark === undefined ? [] : [mark]));
		const newest = snapshots.find(({ mark, state }) => mark !== undefined && state === 'ready');
		yield {
			target,
			covered: covers(target),
			profiles: [...new Set(managed.map(({ profile, profileKey }) => profile ?? profileKey))],
			snapshots: snapshots.length,
			newestAt: newest?.createdAt,
		};
	}
}
