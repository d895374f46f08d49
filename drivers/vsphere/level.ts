import type { Clock } from '../../snapshots/clock';
import type { VsphereClient } from './client';
import type { Ref } from './soap/request';

/** What every part of the driver works with. */
export interface Vsphere {
	readonly client: VsphereClient;
	readonly clock: Clock;
	/** VMs that were found, by instance UUID. What is read of one is checked against its UUID. */
	readonly known: Map<string, Ref>;
	/** Work that must reach its end, as tidying up must: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}
