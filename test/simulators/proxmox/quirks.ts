/**
 * What differs between releases, or what the published facts leave open. A test can turn any of them at any
 * time (`simulator.quirks.x = …`).
 */
export interface Quirks {
	/** Where an error tells its text. Releases before 8 had no `message` in the body. */
	errorText: 'body' | 'statusLine';
	/** `GET /cluster/nextid`: a number by the current schema, text in older releases (inferred). */
	nextId: 'number' | 'text';
	/** A description ends with a line feed after it went through the configuration file (inferred). */
	descriptionNewline: boolean;
	/** `current` is the last of the snapshots today; no order is promised. */
	currentListed: 'last' | 'first';
	/** The body of a 401: none, or the JSON of any other error. */
	unauthorizedBody: 'none' | 'json';
	/** A freeze that failed is a line in the log; whether it counts as a warning of the task is not settled. */
	failedFreeze: 'logged' | 'warning';
	/**
	 * Whether the log tells every freeze that is skipped. `deadAgentOnly`, before freezing became a library of its
	 * own (qemu-server, Agent.pm): that the agent does not answer, in other words.
	 */
	skippedFreeze: 'logged' | 'deadAgentOnly';
	/** `clone` of a source that another clone holds: refused at once, or in the task. */
	sourceBusyCloning: 'taskFails' | 'refused';
	/** Start of a VM that runs already: refused at once by older releases. */
	startRunning: 'taskFails' | 'refused';
	/** Inferred: the storage refuses to remove a snapshot that a linked clone was made from. */
	linkedCloneKeepsSnapshot: boolean;
	/** Tasks of the guests: the rights to start one after a rollback are asked for at once, since 9. */
	rollbackStartChecked: boolean;
}

/** `older`: as 7.x answers. */
export type Generation = 'current' | 'older';

const CURRENT: Quirks = {
	errorText: 'body',
	nextId: 'number',
	descriptionNewline: true,
	currentListed: 'last',
	unauthorizedBody: 'none',
	failedFreeze: 'logged',
	skippedFreeze: 'logged',
	sourceBusyCloning: 'taskFails',
	startRunning: 'taskFails',
	linkedCloneKeepsSnapshot: true,
	rollbackStartChecked: true,
};

const OLDER: Quirks = {
	...CURRENT,
	errorText: 'statusLine',
	nextId: 'text',
	skippedFreeze: 'deadAgentOnly',
	sourceBusyCloning: 'refused',
	startRunning: 'refused',
	rollbackStartChecked: false,
};

export const quirksOf = (generation: Generation): Quirks => ({
	...(generation === 'current' ? CURRENT : OLDER),
});
