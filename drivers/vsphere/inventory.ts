import type { InventoryEntry, InventoryQuery } from '../../snapshots/driver';
import type { VsphereClient } from './client';
import { nameFrom } from './names';
import { decoded, objectsOf } from './properties';
import { snapshotsIn } from './snapshotTree';
import { VM, VM_WITH_SNAPSHOTS, vmTarget } from './vms';

/**
 * All VMs in pages, their snapshots along with them: two requests beside one for each page. Templates are left
 * out, which take no snapshots, and so are VMs that vSphere can't reach at present, which have no identity.
 */
export async function* inventory(
	client: VsphereClient,
	{ nameContains = '', withSnapshots }: InventoryQuery,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const searched = nameContains.toLowerCase();
	const what = withSnapshots ? VM_WITH_SNAPSHOTS : VM;
	for await (const found of objectsOf(client, [what], signal)) {
		const vm = decoded(found, VM_WITH_SNAPSHOTS, client.address);
		const isTarget = vm['config.instanceUuid'] !== undefined && vm['config.template'] !== true;
		if (!isTarget || !nameFrom(vm.name).toLowerCase().includes(searched)) continue;
		const target = vmTarget(vm, found.ref);
		yield withSnapshots ? { target, snapshots: snapshotsIn(vm.snapshot) } : { target };
	}
}
