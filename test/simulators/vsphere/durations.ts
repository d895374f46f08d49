import { atPace } from '../../support/simulatedHttps';

/** How long the system takes, in seconds of the injected clock. */
export interface Durations {
	/** Until a task that was accepted begins. */
	readonly queue: number;
	readonly snapshot: number;
	readonly memorySnapshot: number;
	readonly quiescedSnapshot: number;
	readonly reversion: number;
	readonly removal: number;
	readonly consolidation: number;
	readonly clone: number;
	readonly power: number;
	readonly reconfiguration: number;
	readonly destruction: number;
	/** Until a guest that was asked has shut down. */
	readonly guestShutdown: number;
	/** How long a session may be idle. 30 min is vCenter's default. */
	readonly sessionIdle: number;
}

/** As long as a small real system may take. */
export const REALISTIC: Durations = {
	queue: 0.5,
	snapshot: 4,
	memorySnapshot: 15,
	quiescedSnapshot: 9,
	reversion: 5,
	removal: 20,
	consolidation: 30,
	clone: 60,
	power: 3,
	reconfiguration: 2,
	destruction: 2,
	guestShutdown: 10,
	sessionIdle: 1800,
};

/** Every task is done when it is first looked at, for tests in which time does not matter. */
export const INSTANT: Durations = atPace(REALISTIC, 0);
