import type { InventoryEntry, InventoryQuery } from '../../snapshots/driver';
import { inOrder } from '../pipeline';
import type { VprotectClient } from './client';
import { isMissing } from '../failures';
import { snapshotsOf } from './snapshots';
import { listVms, vmTarget, type Vm } from './vms';

/** vProtect runs on a server of its own, whose nodes do the work; a few questions at a time are no burden. */
const WIDTH = 8;

/** One request for all VMs. Snapshots are listed by the VM only: one more for each, several at a time. */
export async function* inventory(
	client: VprotectClient,
	{ nameContains = '', withSnapshots }: InventoryQuery,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const wanted = nameContains.toLowerCase();
	const all = await listVms(client, signal);
	const vms = all.filter(({ name }) => name.toLowerCase().includes(wanted));
	if (!withSnapshots) {
		for (const vm of vms) yield { target: vmTarget(vm) };
		return;
	}
	const entries = inOrder(vms, WIDTH, async (vm) => await entryOf(client, vm, signal));
	for await (const entry of entries) if (entry !== undefined) yield entry;
}

async function entryOf(
	client: VprotectClient,
	vm: Vm,
	signal: AbortSignal,
): Promise<InventoryEntry | undefined> {
	try {
		return { target: vmTarget(vm), snapshots: await snapshotsOf(client, vm, signal) };
	} catch (error) {
		if (isMissing(error)) return undefined; // removed since it was listed
		throw error;
	}
}
