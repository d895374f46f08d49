import { atPace } from '../../support/simulatedHttps';

/** How long the system takes, in seconds of the injected clock. */
export interface Durations {
	readonly snapshot: number;
	readonly reversion: number;
	/** Removal of one VM's old snapshots. */
	readonly removal: number;
	readonly inventorySync: number;
	/** How long a session may be idle. Not established. */
	readonly sessionIdle: number;
}

/** As long as a small real system may take. */
export const REALISTIC: Durations = {
	snapshot: 8,
	reversion: 12,
	removal: 5,
	inventorySync: 10,
	sessionIdle: 1800,
};

/** Every task is done when it is first looked at, for tests in which time does not matter. */
export const INSTANT: Durations = atPace(REALISTIC, 0);
