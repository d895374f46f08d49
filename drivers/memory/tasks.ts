import type {
	CreateRequest,
	RestoreRequest,
	RevertRequest,
	SnapshotChange,
} from '../../snapshots/driver';
import type { SnapshotState } from '../../snapshots/model';
import {
	addSnapshot,
	isLive,
	removeSnapshot,
	revertMachine,
	switchPower,
	targetOf,
	type Machine,
	type StoredSnapshot,
} from './machine';
import type { Refusals } from './refusals';
import { takeTime } from './request';
import type { MemorySystem } from './system';

export interface Bench {
	readonly system: MemorySystem;
	readonly refuse: Refusals;
}

type Leaves = Exclude<SnapshotState, 'ready'> | undefined;

/** What was in the machine when the task began is what the snapshot holds, however long it takes. */
export async function create(
	{ system, refuse }: Bench,
	machine: Machine,
	order: CreateRequest,
	leaves: Leaves,
): Promise<StoredSnapshot> {
	refuse.unlocked(machine);
	if (machine.snapshots.some(({ name }) => name === order.name)) {
		const message = `“${machine.name}” already has a snapshot “${order.name}”`;
		throw refuse.error('CONFLICT', targetOf(machine), message);
	}
	refuse.room(machine);
	const quiesced = refuse.quiesced(machine, order.quiesce);
	const withMemory = order.memory && isLive(machine);
	const snapshot: StoredSnapshot = {
		id: system.newSnapshotId(),
		name: order.name,
		description: system.restrictions.markIn === 'name' ? '' : order.description,
		createdAt: system.clock.now(),
		consistency: withMemory ? 'memory' : quiesced ? 'quiesced' : 'crash',
		content: withMemory ? machine.content : { ...machine.content, memory: '' },
		powerState: machine.powerState,
		state: 'creating',
		expiresAt: order.expiresAt,
	};
	const added = addSnapshot(machine, snapshot);
	await whileLocked(system, machine, 'the creation of a snapshot');
	added.state = leaves ?? 'ready';
	return added;
}

export async function revert(
	{ system, refuse }: Bench,
	machine: Machine,
	snapshot: StoredSnapshot,
	{ power }: RevertRequest,
): Promise<void> {
	refuse.unlocked(machine);
	refuse.ready(machine, snapshot);
	refuse.newestIfNeeded(machine, snapshot);
	await whileLocked(system, machine, 'a revert');
	revertMachine(machine, snapshot);
	if (power !== 'asSnapshot') switchPower(machine, power);
}

/** The new machine joins the system only when it is whole. */
export async function restore(
	{ system, refuse }: Bench,
	source: Machine,
	snapshot: StoredSnapshot,
	order: RestoreRequest,
): Promise<Machine> {
	refuse.unlocked(source);
	refuse.ready(source, snapshot);
	const assertFree = (): void => {
		if ([...system.machines.values()].every(({ name }) => name !== order.name)) return;
		const message = `“${source.name}” was not restored: there is already a VM “${order.name}”`;
		throw refuse.error('CONFLICT', targetOf(source), message, { advice: 'Choose another name.' });
	};
	assertFree();
	await whileLocked(system, source, 'a restore');
	assertFree();
	const made = system.newMachine(
		{
			name: order.name,
			powerState: order.powerOn ? 'running' : 'stopped',
			agent: source.agent,
			tags: source.tags,
			content: { disk: snapshot.content.disk },
		},
		order.connectNetwork,
	);
	system.machines.set(made.id, made);
	return made;
}

export async function remove(
	{ system, refuse }: Bench,
	machine: Machine,
	snapshot: StoredSnapshot,
	leaves: Leaves,
): Promise<void> {
	refuse.unlocked(machine);
	refuse.removable(machine, snapshot);
	snapshot.state = 'deleting';
	await whileLocked(system, machine, 'the removal of a snapshot');
	if (leaves === undefined) removeSnapshot(machine, snapshot);
	else snapshot.state = leaves;
}

export async function changeSnapshot(
	{ system, refuse }: Bench,
	machine: Machine,
	snapshot: StoredSnapshot,
	{ description, expiresAt, held }: SnapshotChange,
): Promise<void> {
	if (held !== undefined && system.restrictions.nativeHold === false) {
		const message = `This system can’t hold snapshot “${snapshot.name}” of “${machine.name}”`;
		const advice = 'The ownership mark holds it instead.';
		throw refuse.error('UNSUPPORTED', targetOf(machine), message, { advice });
	}
	if (description !== undefined && system.restrictions.markIn === 'name') {
		const message = `Snapshot “${snapshot.name}” of “${machine.name}” has no description to change`;
		throw refuse.error('UNSUPPORTED', targetOf(machine), message);
	}
	refuse.unlocked(machine);
	await whileLocked(system, machine, 'a change of a snapshot');
	if (description !== undefined) snapshot.description = description;
	if (expiresAt !== undefined) snapshot.expiresAt = expiresAt ?? undefined;
	if (held !== undefined) snapshot.held = held;
}

/** A task that takes time holds the machine's lock meanwhile, as real systems do. */
async function whileLocked(system: MemorySystem, machine: Machine, holder: string): Promise<void> {
	machine.lockedBy = holder;
	await takeTime(system);
	if (machine.lockedBy === holder) machine.lockedBy = undefined;
}
