import type { Clock } from '../../snapshots/clock';
import type { SnapshotDriver } from '../../snapshots/driver';
import type { IncusClient } from './client';
import type { Pools } from './pools';

/** What each level works with. */
export interface Incus {
	readonly client: IncusClient;
	readonly clock: Clock;
	readonly pools: Pools;
	/** The only project that is listed; absent: all that the login may see. */
	readonly project?: string;
	/** Work that must reach its end, as tidying up must: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}

/** The part of the contract that differs from level to level. Failures may leave it untranslated. */
export type LevelDriver = Required<
	Pick<
		SnapshotDriver,
		| 'inventory'
		| 'readTarget'
		| 'listSnapshots'
		| 'createSnapshot'
		| 'revertToSnapshot'
		| 'restoreAsNew'
		| 'deleteSnapshot'
		| 'updateSnapshot'
	>
>;
