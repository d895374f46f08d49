import type { Clock } from '../../snapshots/clock';
import type { SnapshotDriver } from '../../snapshots/driver';
import type { VergeosClient } from './client';

/** What each level works with. */
export interface Vergeos {
	readonly client: VergeosClient;
	readonly clock: Clock;
	/** Work that must reach its end, as tidying up must: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}

type Always =
	| 'inventory'
	| 'readTarget'
	| 'listSnapshots'
	| 'createSnapshot'
	| 'deleteSnapshot'
	| 'updateSnapshot';

/** The part of the contract that differs from level to level. Failures may leave it untranslated. */
export type LevelDriver = Required<Pick<SnapshotDriver, Always>> &
	Partial<Pick<SnapshotDriver, 'revertToSnapshot' | 'restoreAsNew' | 'snapshotParts'>>;
