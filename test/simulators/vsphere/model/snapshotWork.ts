import { addSnapshot } from '../seeding';
import type { Ref } from '../wire/values';
import { fileOf } from '../properties/devices';
import { fileLocked, objectNotFound, snapshotFault, type PowerState } from './faults';
import type { Snapshot } from './snapshotTree';
import { takesMemory, type SnapshotWish } from './snapshotRules';
import { toolsRun, type Vm } from './vm';
import type { World } from './world';

export interface DescribedWish extends SnapshotWish {
	readonly description: string;
}

/** Throws where quiescing fails; what it can't do at all it leaves out. */
export function takeSnapshot(world: World, vm: Vm, wish: DescribedWish, startedAt: number): Ref {
	const withMemory = takesMemory(vm, wish);
	const quiesced = quiesces(world, vm, wish, withMemory);
	const { name, description } = wish;
	const made = { name, description, createdAt: startedAt, quiesced, withMemory };
	const snapshot = addSnapshot(world, vm, made);
	vm.unchangedSince = vm.power === 'suspended' ? snapshot.ref : undefined;
	return snapshot.ref;
}

function quiesces(
	{ quirks }: World,
	vm: Vm,
	{ quiesce }: SnapshotWish,
	withMemory: boolean,
): boolean {
	if (!quiesce || vm.power !== 'poweredOn') return false;
	if (withMemory && quirks.memoryAndQuiesce === 'memoryWins') return false;
	const failure = vm.quiesceFailures.shift();
	if (failure !== undefined) throw failure;
	if (toolsRun(vm)) return true;
	if (quirks.quiesceWithoutTools === 'ignored') return false;
	throw snapshotFault(quirks.quiesceWithoutTools);
}

/** Brings back what the VM was; independent disks stay as they are. */
export function revert(world: World, vm: Vm, snapshot: Snapshot, suppressPowerOn: boolean): void {
	refuseGone(vm, snapshot);
	const { disk, memory, power, cards } = snapshot.frozen;
	vm.disk = disk;
	vm.power = suppressPowerOn && power === 'poweredOn' ? world.quirks.suppressedPowerOn : power;
	vm.memory = memory !== undefined && vm.power !== 'poweredOff' ? memory : '';
	const running = vm.power === 'poweredOn';
	vm.cards = cards.map((card) => ({ ...card, connected: running && card.startConnected }));
	vm.tree.current = snapshot;
	vm.tree.currentUntold = false;
	vm.unchangedSince = vm.power === 'suspended' ? snapshot.ref : undefined;
}

/** Out of the tree at once; its files are merged, unless nobody wants that or somebody else holds them. */
export function removeSnapshots(
	world: World,
	vm: Vm,
	remove: () => void,
	consolidate: boolean,
): void {
	remove();
	vm.unchangedSince = undefined;
	if (!consolidate) vm.consolidationNeeded = true;
	if (!vm.filesLocked) return;
	vm.consolidationNeeded = true;
	if (consolidate && world.quirks.lockedRemoval === 'error') throw lockedFile(vm);
}

/** Throws while somebody else holds the files. */
export function consolidate(vm: Vm): void {
	if (vm.filesLocked) throw lockedFile(vm);
	vm.consolidationNeeded = false;
}

export function refuseGone(vm: Vm, snapshot: Snapshot): void {
	if (!vm.tree.all.includes(snapshot)) throw objectNotFound(snapshot.ref);
}

function lockedFile(vm: Vm) {
	const [disk] = vm.disks;
	if (disk === undefined) throw new Error('A VM without a disk');
	return fileLocked(fileOf(vm, disk));
}

export function switchPower(vm: Vm, power: PowerState): void {
	vm.power = power;
	vm.unchangedSince = undefined;
	if (power === 'poweredOff') vm.memory = '';
	const running = power === 'poweredOn';
	if (running) vm.runs += 1;
	vm.cards = vm.cards.map((card) => ({ ...card, connected: running && card.startConnected }));
}
