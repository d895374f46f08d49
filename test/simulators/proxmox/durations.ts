import { atPace } from '../../support/simulatedHttps';

/** How long the system takes, in seconds of the injected clock. */
export interface Durations {
	readonly snapshot: number;
	/** Added where RAM is saved or loaded. */
	readonly memory: number;
	readonly rollback: number;
	readonly deletion: number;
	readonly clone: number;
	readonly destroy: number;
	readonly start: number;
	/** The power plug. */
	readonly stop: number;
	/** The guest's own shutdown. */
	readonly shutdown: number;
	/** Until the cluster's HA manager does what it was asked for. */
	readonly haReaction: number;
	/** Every 401 comes so late (AnyEvent.pm). */
	readonly refusedLogin: number;
	/** How long a ticket lives, used or not. */
	readonly sessionIdle: number;
}

/** As long as a small real system may take. */
export const REALISTIC: Durations = {
	snapshot: 3,
	memory: 12,
	rollback: 4,
	deletion: 3,
	clone: 20,
	destroy: 2,
	start: 2,
	stop: 1,
	shutdown: 8,
	haReaction: 10,
	refusedLogin: 3,
	sessionIdle: 7200,
};

/** Every task is done when it is first looked at, for tests in which time does not matter. */
export const INSTANT: Durations = atPace(REALISTIC, 0);
