/** How long an operation takes, in seconds of the injected clock. */
export interface Durations {
	readonly snapshot: number;
	/** On top of `snapshot`, for the memory of a VM. */
	readonly saveMemory: number;
	readonly restore: number;
	readonly copy: number;
	readonly remove: number;
	/** Renaming, and changing settings. */
	readonly change: number;
	readonly start: number;
	readonly stop: number;
}

/** As long as LXD 5.0.2 and Incus 6.0.4 took with a container; memory and starts as a small VM may take. */
export const REALISTIC: Durations = {
	snapshot: 0.05,
	saveMemory: 3,
	restore: 0.7,
	copy: 0.05,
	remove: 0.03,
	change: 0.02,
	start: 0.5,
	stop: 2,
};

/** 1: as long as `REALISTIC`; 0: every operation is over when it is first looked at. */
export function durationsAtPace(pace: number): Durations {
	const entries = Object.entries<number>({ ...REALISTIC });
	const scaled = entries.map(([name, seconds]): [string, number] => [name, seconds * pace]);
	return Object.fromEntries(scaled) as Record<keyof Durations, number>;
}
