import type { Rule, Snapshot, Task, Vm } from './entities';
import { syncInventory } from './inventory';
import { outdated } from './retention';
import { TaskFailure } from './taskQueue';
import type { World } from './world';

export function secondsOfTask({ durations }: World, { type }: Task): number {
	switch (type) {
		case 'SNAPSHOT':
			return durations.snapshot;
		case 'SNAPSHOT_REVERSION':
			return durations.reversion;
		case 'OLD_SNAPSHOTS_REMOVAL':
			return durations.removal;
		case 'INDEX':
			return durations.inventorySync;
	}
}

/** Throws `TaskFailure`. */
export function performTask(world: World, task: Task): void {
	const trap = world.takeTrap(task);
	if (trap !== undefined) throw new TaskFailure(trap);
	switch (task.type) {
		case 'SNAPSHOT':
			return takeSnapshot(world, existing(task), task.rule);
		case 'SNAPSHOT_REVERSION':
			return revert(world, existing(task), task.snapshot);
		case 'OLD_SNAPSHOTS_REMOVAL':
			return removeOld(world, existing(task));
		case 'INDEX':
			return syncInventory(world);
	}
}

/** A snapshot that failed is in the history of its VM. */
export function noteFailure(world: World, { type, vm, rule }: Task): void {
	if (type === 'SNAPSHOT' && vm !== null) freeze(world, vm, rule, 'failed');
}

function existing({ vm }: Task): Vm {
	if (vm === null) throw new TaskFailure('The task has no protected entity');
	if (!vm.present || !vm.exists) {
		throw new TaskFailure(`Virtual environment ${vm.name} is not present`);
	}
	const { platform } = vm.hypervisor;
	if (!platform.snapshots) {
		const type = platform.managerType ?? platform.hypervisorType;
		throw new TaskFailure(`Snapshot management is not supported for ${type}`);
	}
	return vm;
}

/** Makes the snapshot, then removes what the policy needs no longer. */
function takeSnapshot(world: World, vm: Vm, rule: Rule | null): void {
	if (rule === null || world.rules.get(rule.guid) !== rule) {
		throw new TaskFailure('The rule of the task does not exist any more');
	}
	freeze(world, vm, rule, 'made');
	prune(world, vm, rule);
}

function removeOld(world: World, vm: Vm): void {
	for (const rule of vm.snapshotPolicy?.rules ?? []) prune(world, vm, rule);
}

function prune(world: World, vm: Vm, rule: Rule): void {
	const old = outdated(world.snapshots.of(vm), rule, world.now(), world.quirks.retention);
	for (const snapshot of old) snapshot.state = 'removed';
}

function freeze(world: World, vm: Vm, rule: Rule | null, state: 'made' | 'failed'): void {
	const { guid, name } = rule?.policy ?? { guid: '', name: '' };
	world.snapshots.add({
		guid: world.guids.next('snapshot'),
		uuid: world.guids.next('hypervisor snapshot'),
		vm,
		policy: rule === null ? null : { guid, name },
		takenAt: world.now(),
		quiesced: vm.quiesce && vm.hypervisor.platform.quiesces,
		incremental: false,
		content: vm.content,
		state,
	});
}

function revert(world: World, vm: Vm, snapshot: Snapshot | null): void {
	if (snapshot?.state !== 'made') throw new TaskFailure('The snapshot does not exist any more');
	if (!vm.hypervisor.platform.revertMakesNewVm) {
		vm.content = snapshot.content;
		return;
	}
	// The next inventory sync finds a VM without policies, and the original gone.
	vm.exists = false;
	world.undiscovered.push({
		...vm,
		guid: world.guids.next('vm'),
		uuid: world.guids.next('hypervisor vm'),
		exists: true,
		snapshotPolicy: null,
		backupPolicy: null,
		content: snapshot.content,
	});
}
