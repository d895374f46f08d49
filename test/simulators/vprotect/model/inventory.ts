import { plannedChanges } from './autoAssign';
import type { Policy } from './entities';
import type { World } from './world';

/** What an inventory sync does: finds what is there, then tends the policies. */
export function syncInventory(world: World): void {
	for (const vm of world.vms.values()) vm.present = vm.exists;
	for (const vm of world.undiscovered.splice(0)) world.vms.set(vm.guid, vm);
	for (const vm of world.vms.values()) {
		const leaves = !vm.present && vm.snapshotPolicy?.settings.autoRemoveNonPresent === true;
		if (leaves) vm.snapshotPolicy = null;
	}
	autoAssign(world, [...world.policies.values()]);
}

export function autoAssign(world: World, policies: readonly Policy[]): void {
	for (const change of plannedChanges(world.vms.values(), policies, world.quirks)) {
		change.vm.snapshotPolicy = change.kind === 'assign' ? change.policy : null;
	}
}
