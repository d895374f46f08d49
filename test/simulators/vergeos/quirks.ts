/** How the system refuses something whose wording nobody outside has seen. */
export interface Refusal {
	readonly status: number;
	readonly text: string;
}

/** How something ends, with the text that `status_info` shows. */
export interface Outcome<Status extends string> {
	readonly status: Status;
	readonly info: string;
}

/**
 * What the published facts leave open. Each default is a choice; a test can turn any of them at any time
 * (`simulator.quirks.x = …`), since the real system may do the other.
 */
export interface Quirks {
	/** Shapes of error bodies that clients have met; `text` is not JSON at all. */
	errorShape: 'err' | 'error' | 'errorMessage' | 'message' | 'errTrue' | 'text';
	/** `GET /system`: both have been seen. */
	systemAnswer: 'array' | 'object';
	/** `$key` of rows may come as text; receipts always do. */
	rowKeys: 'number' | 'text';
	/** Inferred. `conflict` where clients expect "row exists"; validation is as likely. */
	runningOnRestore: Refusal;
	tenantRunningOnRestore: Refusal;
	/** Inferred: deleting a snapshot that is locked or unlocking. */
	lockedDelete: Refusal;
	/** Inferred: what somebody else's work on a target answers. `{holder}` is filled in. */
	busy: Refusal;
	/** Not established: quiescing a running VM whose agent is missing or dead. */
	quiesceWithoutAgent: 'notQuiesced' | Refusal;
	/** Not established: whether `quiesce:true` of the create alone freezes the guest. */
	createQuiesces: boolean;
	/** Inferred: the schema calls names unique without saying within what. */
	snapshotNamesUnique: 'perTarget' | 'everywhere';
	/** Inferred: snapshots that no period made have no minimum to keep. */
	minimumForManual: boolean;
	/** `POST /table/key/action` and `PUT ?action=`: some answer 200 and do nothing, as measured. */
	rowActions: 'ignored' | 'performed';
	/** Inferred: which key `volume_actions restore` wants. `source` takes `params.snapshot` too. */
	volumeRestoreKey: 'snapVolume' | 'source';
	/** Not established: what `volume_actions clone` answers. `volumekey` is by analogy with VMs. */
	volumeCloneAnswer: 'empty' | 'volumekey';
	/** Some actions may name a task in their answer; the work is done when the task ends. */
	restoreAnswersTask: boolean;
	/** `idle` is done. One SDK also looks for `error`; then nothing was done. */
	taskOutcome: 'idle' | 'error';
	/** A system snapshot that is not settled is `building`, or its status is null. */
	unsettledStatus: 'building' | null;
	/** Not established: what becomes of a system snapshot that can't be built. */
	buildOutcome: Outcome<'normal' | 'error'>;
	recoverOutcome: Outcome<'complete' | 'error'>;
	/** Not seen: whether `include_tags` and its like are lists or comma-separated text. */
	tagLists: 'list' | 'csv' | 'both';
	/** Not established: the MAC addresses of a VM recovered out of a system snapshot. */
	recoveredMacs: 'new' | 'kept';
	/** An explicit name that is taken fails; whether at once or in the row's status is not known. */
	recoverNameTaken: 'inStatus' | 'refused';
	/** Old 26.1 text: the lock ends by itself after 7 days. Else it lasts until the flag is cleared. */
	lockEnds: 'afterSevenDays' | 'onlyWhenCleared';
	/** A 200 without a body where `{}` is usual. */
	emptyAnswers: boolean;
}

export const defaultQuirks = (): Quirks => ({
	errorShape: 'err',
	systemAnswer: 'array',
	rowKeys: 'number',
	runningOnRestore: { status: 409, text: 'Cannot restore while the virtual machine is running' },
	tenantRunningOnRestore: { status: 409, text: 'Cannot restore while the tenant is running' },
	lockedDelete: { status: 403, text: 'Snapshot is immutable and locked' },
	busy: { status: 409, text: 'Resource busy: locked by {holder}' },
	quiesceWithoutAgent: 'notQuiesced',
	createQuiesces: true,
	snapshotNamesUnique: 'perTarget',
	minimumForManual: false,
	rowActions: 'ignored',
	volumeRestoreKey: 'snapVolume',
	volumeCloneAnswer: 'empty',
	restoreAnswersTask: false,
	taskOutcome: 'idle',
	unsettledStatus: 'building',
	buildOutcome: { status: 'normal', info: '' },
	recoverOutcome: { status: 'complete', info: '' },
	tagLists: 'both',
	recoveredMacs: 'new',
	recoverNameTaken: 'inStatus',
	lockEnds: 'afterSevenDays',
	emptyAnswers: false,
});
