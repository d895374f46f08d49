import type { InventoryEntry, InventoryQuery } from '../../snapshots/driver';
import { hasCode } from '../../snapshots/errors';
import { inOrder } from '../pipeline';
import { isGuestMissing, targetOf, type GuestRow } from './guests';
import type { Proxmox } from './level';
import { assertAnyRights } from './permissions';
import { snapshotsOf } from './snapshots';

/** A node answers by three processes unless told otherwise; more questions than that only keep them busy. */
const WIDTH = 8;

/** One request for all guests of the cluster. Snapshots are listed by the guest only, several at a time. */
export async function* inventory(
	on: Proxmox,
	{ nameContains = '', withSnapshots }: InventoryQuery,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const wanted = nameContains.toLowerCase();
	const all = await on.guests.list(signal);
	if (all.length === 0) await assertAnyRights(on.client, signal);
	const rows = all.filter(
		(row) => !row.template && targetOf(row).name.toLowerCase().includes(wanted),
	);
	if (!withSnapshots) {
		for (const row of rows) yield { target: targetOf(row) };
		return;
	}
	const entries = inOrder(rows, WIDTH, async (row) => await entryOf(on, row, signal));
	for await (const entry of entries) if (entry !== undefined) yield entry;
}

async function entryOf(
	on: Proxmox,
	row: GuestRow,
	signal: AbortSignal,
): Promise<InventoryEntry | undefined> {
	const target = targetOf(row);
	try {
		return { target, snapshots: await snapshotsOf(on, target, signal) };
	} catch (error) {
		if (isGuestMissing(error) || hasCode(error, 'NOT_FOUND')) return undefined; // removed since it was listed
		throw error;
	}
}
