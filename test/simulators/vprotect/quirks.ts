/** How the system refuses something; neither status nor wording is published. */
export interface Refusal {
	readonly status: number;
	/** `{name}` is filled in with what it is about. */
	readonly text: string;
}

/**
 * What the published facts leave open. Each default is a choice; a test can turn any of them at any time
 * (`simulator.quirks.x = …`), since the real system may do the other.
 */
export interface Quirks {
	/** `older`: `/tasks/snapshot`, `/policies/snapshot` and schedules of type `SNAPSHOT`. */
	generation: 'current' | 'older';
	/** Both shapes are read by the vendor's client; `text` is not JSON at all. */
	errorShape: 'message' | 'errorMessage' | 'text';
	/** Inferred: JSESSIONID-style. */
	cookieName: string;
	/** Not established: what the login answers beside its cookie. */
	loginAnswer: 'empty' | 'user';
	/** A third party's client is ready for `{"members":[…]}` in the list of VMs. */
	vmList: 'array' | 'members';
	/** Not established: whether lists heed `page` and `size`, and whether the first page is 0 or 1. */
	paging: 'everywhere' | 'ignored';
	firstPage: 0 | 1;
	/** Not established: what `extended=true` adds. `brief`: without it no VMs, rules and auto-assign settings. */
	policyList: 'brief' | 'full';
	/** Not established: what `POST /tasks/…` answers. */
	taskAnswer: 'tasks' | 'references' | 'empty';
	/** Not established: the field that tells why a task failed; null: none. */
	taskMessageField: string | null;
	/** PUT and DELETE: with the object, or 204 without a body. */
	changeAnswer: 'object' | 'noContent';
	/** The settings of a VM are sent whole: what is missing is taken as empty, or left as it was. */
	missingSettings: 'cleared' | 'kept';
	/** Not established: `GET /snapshots` without `protected-entity`. */
	snapshotsOfAll: 'listed' | Refusal;
	/** Inferred: the name alone. */
	snapshotPolicy: 'name' | 'nameAndGuid';
	/** The states in `status` of a snapshot are inferred. Null: the current list has no `status`. */
	snapshotStatus: {
		readonly listed: string | null;
		readonly made: string;
		readonly failed: string;
		readonly removed: string;
	};
	/** Inferred: `PUT` and `DELETE /rules/vm-snapshot/{guid}` by analogy with backup rules. */
	ruleChanges: 'performed' | 'unknown';
	/** "Only one rule per policy is really supported." */
	secondRule: 'allowed' | Refusal;
	/** Not established: a name that another policy or schedule has. */
	nameTaken: Refusal;
	/** Issue #0027 of the manual's known limitations: one schedule, one rule inside a policy. */
	scheduleTwice: Refusal;
	/** On-demand snapshot of a VM without a snapshot policy. */
	noPolicy: Refusal;
	/** On-demand snapshot by a rule that is not of the VM's policy. */
	foreignRule: Refusal;
	/** On-demand snapshot of a VM that is not in the inventory any more. */
	notPresent: 'taskFails' | Refusal;
	/** On-demand snapshot on a platform without snapshot management. */
	unsupportedSnapshot: 'taskFails' | Refusal;
	/** Snapshot policy for a VM on such a platform; the vendor's client does not offer it. */
	unsupportedPolicy: 'allowed' | Refusal;
	/** A change of a task that is over. */
	taskOver: Refusal;
	/** Both words are in the manual. */
	windowMissed: 'FAILED' | 'CANCELLED';
	/** Not established: whether tasks on demand have a start window. */
	onDemandWindowSeconds: number | null;
	/** Inferred: how the two knobs of retention combine. */
	retention: 'countOrAge' | 'countAndAge';
	/** Not established: whether an expression has to match the whole name. */
	nameExpressions: 'whole' | 'part';
	/** Not established: whose mode has to be `ASSIGN_AND_REMOVE` for a VM to move. */
	moveNeedsModeOf: 'newPolicy' | 'oldPolicy' | 'both';
	/** Inferred: `ASSIGN_AND_REMOVE` takes VMs out that match no more. */
	mismatchRemoves: boolean;
	/** Not established: whether the preview lists what would change, or all that match. */
	preview: 'changes' | 'matches';
	/** Not established: whether the command line returns when its task is queued or when it is over. */
	cliWaits: boolean;
}

const unfit = (text: string): Refusal => ({ status: 400, text });

export const defaultQuirks = (): Quirks => ({
	generation: 'current',
	errorShape: 'message',
	cookieName: 'JSESSIONID',
	loginAnswer: 'empty',
	vmList: 'array',
	paging: 'everywhere',
	firstPage: 0,
	policyList: 'brief',
	taskAnswer: 'tasks',
	taskMessageField: 'message',
	changeAnswer: 'object',
	missingSettings: 'cleared',
	snapshotsOfAll: unfit('protected-entity is required'),
	snapshotPolicy: 'name',
	snapshotStatus: { listed: 'SUCCESS', made: 'SUCCESS', failed: 'FAILED', removed: 'REMOVED' },
	ruleChanges: 'performed',
	secondRule: unfit('Policy {name} already has a rule'),
	nameTaken: { status: 409, text: 'Name {name} is already used' },
	scheduleTwice: unfit('Schedule {name} is already attached to this policy'),
	noPolicy: unfit('No snapshot policy is assigned to {name}'),
	foreignRule: unfit('The rule does not belong to the snapshot policy of {name}'),
	notPresent: 'taskFails',
	unsupportedSnapshot: 'taskFails',
	unsupportedPolicy: 'allowed',
	taskOver: unfit('Task {name} is over'),
	windowMissed: 'FAILED',
	onDemandWindowSeconds: 6 * 3600,
	retention: 'countOrAge',
	nameExpressions: 'whole',
	moveNeedsModeOf: 'newPolicy',
	mismatchRemoves: true,
	preview: 'changes',
	cliWaits: false,
});
