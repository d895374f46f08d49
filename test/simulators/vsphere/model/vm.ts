import type { Fault } from '../wire/fault';
import type { Ref } from '../wire/values';
import type { PowerState } from './faults';
import type { Place } from './places';
import { type SnapshotTree } from './snapshotTree';

/** What a VM is able to do, as its capability says. */
export interface Capability {
	snapshotOperationsSupported: boolean;
	multipleSnapshotsSupported: boolean;
	poweredOffSnapshotsSupported: boolean;
	memorySnapshotsSupported: boolean;
	revertToSnapshotSupported: boolean;
	quiescedSnapshotsSupported: boolean;
	disableSnapshotsSupported: boolean;
	lockSnapshotsSupported: boolean;
	diskOnlySnapshotOnSuspendedVMSupported: boolean;
}

export interface NetworkCard {
	readonly key: number;
	readonly label: string;
	readonly macAddress: string;
	readonly network: Place;
	readonly startConnected: boolean;
	readonly connected: boolean;
}

export type DiskMode = 'persistent' | 'independent_persistent';

export interface Disk {
	readonly key: number;
	readonly label: string;
	readonly mode: DiskMode;
	readonly physicalRdm: boolean;
	readonly capacityBytes: number;
}

/** What a snapshot keeps of a VM. Independent disks stay out. */
export interface Frozen {
	readonly disk: string;
	/** Undefined: memory is not in it. */
	readonly memory: string | undefined;
	readonly power: PowerState;
	readonly cards: readonly NetworkCard[];
}

export interface Vm {
	readonly ref: Ref;
	/** As somebody wrote it. */
	name: string;
	annotation: string;
	readonly uuid: string;
	readonly instanceUuid: string;
	readonly guestId: string;
	template: boolean;
	power: PowerState;
	/** How often it was switched on. */
	runs: number;
	connectionState: 'connected' | 'disconnected' | 'inaccessible' | 'orphaned';
	tools: 'running' | 'notRunning';
	/** Null: it is in a vApp. */
	readonly folder: Place | null;
	readonly host: Place;
	readonly datastore: Place;
	/** Null: a template has none. */
	pool: Place | null;
	disk: string;
	/** What is on its independent disk. */
	independent: string;
	memory: string;
	readonly disks: readonly Disk[];
	cards: readonly NetworkCard[];
	readonly capability: Capability;
	snapshotsLocked: boolean;
	snapshotsDisabled: boolean;
	consolidationNeeded: boolean;
	/** Somebody else has its disks open, so they can't be merged. */
	filesLocked: boolean;
	/** How the next quiesced snapshots fail. */
	readonly quiesceFailures: Fault[];
	/** The suspended VM was snapshotted, and nothing has changed since. */
	unchangedSince: Ref | undefined;
	/** The snapshot whose disks a linked clone goes on from. */
	readonly linkedTo: Ref | undefined;
	readonly createdAt: number;
	readonly tree: SnapshotTree;
	nextSnapshotId: number;
}

export const toolsRun = ({ power, tools }: Vm): boolean =>
	power === 'poweredOn' && tools === 'running';

export const CAPABLE: Capability = {
	snapshotOperationsSupported: true,
	multipleSnapshotsSupported: true,
	poweredOffSnapshotsSupported: true,
	memorySnapshotsSupported: true,
	revertToSnapshotSupported: true,
	quiescedSnapshotsSupported: true,
	disableSnapshotsSupported: false,
	lockSnapshotsSupported: false,
	diskOnlySnapshotOnSuspendedVMSupported: false,
};
