import type {
	Consistency,
	PowerState,
	SnapshotState,
	SystemSnapshot,
	Target,
} from '../../snapshots/model';

/** `dead`: the system believes in an agent, but it answers nothing. */
export type GuestAgent = 'present' | 'absent' | 'dead';

/** What a machine holds, as text, so that a revert or a restore can be proved by reading it. */
export interface MachineContent {
	readonly disk: string;
	/** What the running machine has in RAM; empty after every start and stop. */
	readonly memory: string;
}

export interface Machine {
	readonly id: string;
	readonly name: string;
	readonly tags: readonly string[];
	readonly macAddress: string;
	readonly networkConnected: boolean;
	agent: GuestAgent;
	powerState: PowerState;
	content: MachineContent;
	snapshots: StoredSnapshot[];
	currentSnapshotId?: string;
	/** Of the system's own profiles, the one that it has. */
	profileId?: string;
	/** Who works on it right now. */
	lockedBy?: string;
}

export interface StoredSnapshot {
	readonly id: string;
	readonly name: string;
	readonly consistency: Consistency;
	readonly content: MachineContent;
	readonly powerState: PowerState;
	createdAt: Date;
	description: string;
	state: SnapshotState;
	parentId?: string;
	expiresAt?: Date;
	held?: boolean;
	inUse?: string;
}

const ONLY_NEWEST = 'a revert would destroy every newer snapshot';

export const isLive = (machine: Machine): boolean => machine.powerState !== 'stopped';

export const targetOf = (machine: Machine): Target => ({
	level: 'vm',
	id: machine.id,
	name: machine.name,
	powerState: machine.powerState,
	tags: [...machine.tags],
});

export function viewOf(
	machine: Machine,
	snapshot: StoredSnapshot,
	revertOnlyNewest = false,
): SystemSnapshot {
	const { content, powerState: _powerState, ...told } = snapshot;
	return {
		...told,
		createdAt: new Date(told.createdAt),
		current: machine.currentSnapshotId === snapshot.id,
		sizeBytes: Buffer.byteLength(content.disk) + Buffer.byteLength(content.memory),
		...(revertOnlyNewest ? { revertOnlyWhenNewest: ONLY_NEWEST } : {}),
	};
}

/** Stopping and starting lose what was in RAM; pausing does not. */
export function switchPower(machine: Machine, powerState: PowerState): void {
	const wasLive = isLive(machine);
	machine.powerState = powerState;
	if (wasLive !== isLive(machine)) machine.content = { disk: machine.content.disk, memory: '' };
}

export function addSnapshot(machine: Machine, snapshot: StoredSnapshot): StoredSnapshot {
	const added = { ...snapshot, parentId: machine.currentSnapshotId };
	machine.snapshots.push(added);
	machine.currentSnapshotId = added.id;
	return added;
}

/** Comes back as the snapshot was: with RAM it runs on from there, without RAM it is stopped. */
export function revertMachine(machine: Machine, snapshot: StoredSnapshot): void {
	const withMemory = snapshot.consistency === 'memory';
	machine.content = {
		disk: snapshot.content.disk,
		memory: withMemory ? snapshot.content.memory : '',
	};
	machine.powerState = withMemory ? snapshot.powerState : 'stopped';
	machine.currentSnapshotId = snapshot.id;
}

export function removeSnapshot(machine: Machine, snapshot: StoredSnapshot): void {
	machine.snapshots = machine.snapshots.filter((other) => other.id !== snapshot.id);
	for (const child of machine.snapshots) {
		if (child.parentId === snapshot.id) child.parentId = snapshot.parentId;
	}
	if (machine.currentSnapshotId === snapshot.id) machine.currentSnapshotId = snapshot.parentId;
}
