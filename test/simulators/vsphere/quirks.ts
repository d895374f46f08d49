/**
 * What the published facts leave open, and what differs between releases. Each default is a choice; a test can
 * turn any of them at any time (`simulator.quirks.x = …`), since the real system may do the other.
 */
export interface Quirks {
	/**
	 * Where a refusal is told that depends on the state of the VM (locked, wrong power state, unsupported): by
	 * the call itself, as the vendor's text reads, or by the task that it began. `govc vm.destroy` counts on the
	 * latter: it goes on when a power-off task fails, and would not when the call does.
	 */
	refusals: 'byCall' | 'byTask';
	/**
	 * How names of VMs, folders and snapshots come back: `/`, `\` and `%` as `%2f`, `%5c` and `%25`, where a
	 * `%` that already begins one of these is left alone, as the vendor's text of `ManagedEntity.name` says; or
	 * it too is escaped, as snapshots named `11%252f13` show (StackStorm-Exchange/stackstorm-vsphere, PR 61).
	 */
	names: 'escaped' | 'escapedAlways' | 'verbatim';
	/** The vendor's client takes no longer ones; the API's own limit is not published. */
	longestName: number;
	/** Documented as silently ignored; in the field a fault comes too. */
	quiesceWithoutTools: 'ignored' | 'ApplicationQuiesceFault' | 'FilesystemQuiesceFault';
	/** Inferred: memory and quiesce together. */
	memoryAndQuiesce: 'memoryWins' | 'both';
	/** Not established: where a VM ends whose memory was brought back while power-on was suppressed. */
	suppressedPowerOn: 'poweredOff' | 'suspended';
	/** The text of `PowerOffVM_Task` asks for a running VM; clients offer it for suspended ones too. */
	powerOffSuspended: 'refused' | 'performed';
	/** How a removal ends whose merge was kept from a file by somebody else; the snapshot is gone either way. */
	lockedRemoval: 'error' | 'success';
	/** A cancelled creation may leave files behind that need consolidation. */
	cancelledCreation: 'clean' | 'consolidationNeeded';
	/** 32 in a chain; a vendor's guide tells of 31. */
	deepestChain: number;
	/** Inferred: how long a finished task can still be looked at. */
	taskLifeSeconds: number;
	/** The cookie comes with the login; older releases give one to everybody and let it become a session. */
	cookie: 'atLogin' | 'atOnce';
	/**
	 * Whether the cookie's value has to come back in its double quotes. Clients in Go drop them, and work; who
	 * sends it back verbatim is right with both.
	 */
	cookieQuotes: 'demanded' | 'either';
	/** Not established: what comes when nothing matches, since the result is optional. */
	emptyResult: 'absent' | 'empty';
	/** Texts are in the language of the server. */
	translate: (english: string) => string;
}

export const defaultQuirks = (): Quirks => ({
	refusals: 'byTask',
	names: 'escaped',
	longestName: 80,
	quiesceWithoutTools: 'ignored',
	memoryAndQuiesce: 'memoryWins',
	suppressedPowerOn: 'poweredOff',
	powerOffSuspended: 'refused',
	lockedRemoval: 'error',
	cancelledCreation: 'clean',
	deepestChain: 32,
	taskLifeSeconds: 600,
	cookie: 'atLogin',
	cookieQuotes: 'demanded',
	emptyResult: 'absent',
	translate: (english) => english,
});
