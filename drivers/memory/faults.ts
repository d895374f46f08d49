import type { SnapshotState } from '../../snapshots/model';

/** The methods of a driver that make a request. */
export const DRIVER_METHODS = [
	'describeSystem',
	'inventory',
	'readTarget',
	'listSnapshots',
	'createSnapshot',
	'revertToSnapshot',
	'restoreAsNew',
	'deleteSnapshot',
	'updateSnapshot',
	'listProfiles',
	'saveProfile',
	'assignedProfile',
	'assignProfile',
	'readAutoAssignment',
	'saveAutoAssignment',
	'applyRetention',
] as const;
export type DriverMethod = (typeof DRIVER_METHODS)[number];

export interface Fault {
	/** What the call rejects with, as it is. */
	readonly error: Error;
	/**
	 * `before`: nothing was done. `after`: the work was done and only the answer was lost, as when a
	 * connection breaks while the system goes on. Default: `before`.
	 */
	readonly when?: 'before' | 'after';
	/** The snapshot that the call creates or deletes stays behind in this state. Implies `after`. */
	readonly leaves?: Exclude<SnapshotState, 'ready'>;
	/** Only calls for this target fail. Absent: the next call of the method, whatever it is for. */
	readonly targetId?: string;
}

/** Faults wait here, in the order in which they were set, until a call that they are meant for comes by. */
export class Faults {
	private readonly waiting: { readonly method: DriverMethod; readonly fault: Fault }[] = [];

	add(method: DriverMethod, fault: Fault): void {
		this.waiting.push({ method, fault });
	}

	take(method: DriverMethod, targetId: string | undefined): Fault | undefined {
		const at = this.waiting.findIndex(
			(entry) =>
				entry.method === method &&
				(entry.fault.targetId === undefined || entry.fault.targetId === targetId),
		);
		return at === -1 ? undefined : this.waiting.splice(at, 1)[0]?.fault;
	}
}

export const isBefore = (fault: Fault): boolean =>
	fault.leaves === undefined && fault.when !== 'after';
