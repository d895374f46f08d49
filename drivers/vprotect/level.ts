import type { Clock } from '../../snapshots/clock';
import type { VprotectCli } from './cli';
import type { VprotectClient } from './client';
import type { Policies } from './policies';

/** What every part of the driver works with. */
export interface Vprotect {
	readonly client: VprotectClient;
	readonly clock: Clock;
	readonly policies: Policies;
	/** Absent without the SSH part of the credential. */
	readonly cli?: VprotectCli;
	/** Work that must reach its end, as tidying up must: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}
