import { atPace } from '../../support/simulatedHttps';

/** How long the system takes, in seconds of the injected clock. */
export interface Durations {
	/** `building` of a system snapshot. */
	readonly building: number;
	/** Until `find_vms` and `find_tenants` have filled their tables. */
	readonly find: number;
	/** `importing` of a recovered VM or tenant. */
	readonly importing: number;
	/** `provisioning` of a recovered tenant, after the import. */
	readonly provisioning: number;
	/** A restore in place, behind a task where the answer names one. */
	readonly restore: number;
	readonly vmStart: number;
	/** The guest's own shutdown (`poweroff` is ACPI). */
	readonly vmShutdown: number;
	readonly tenantStart: number;
	readonly tenantStop: number;
	/** `request` of a provider's snapshot. */
	readonly request: number;
	/** How long a session may be idle. */
	readonly sessionIdle: number;
}

/** As long as a small real system may take. */
export const REALISTIC: Durations = {
	building: 20,
	find: 10,
	importing: 30,
	provisioning: 20,
	restore: 5,
	vmStart: 3,
	vmShutdown: 8,
	tenantStart: 30,
	tenantStop: 20,
	request: 15,
	sessionIdle: 3600,
};

/** Everything is done when the answer arrives, for tests in which time does not matter. */
export const INSTANT: Durations = atPace(REALISTIC, 0);
