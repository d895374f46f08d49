import type { Clock } from '../../snapshots/clock';
import type { ProxmoxClient } from './client';
import type { Guests } from './guests';
import type { Storages } from './storages';

/** What every part of the driver works with. */
export interface Proxmox {
	readonly client: ProxmoxClient;
	readonly clock: Clock;
	readonly guests: Guests;
	readonly storages: Storages;
	/** Work that must reach its end, as tidying up must: closing waits for it. */
	readonly finish: <T>(work: Promise<T>) => Promise<T>;
}
