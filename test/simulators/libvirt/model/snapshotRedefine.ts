import { CODE, ORIGIN, failure } from './errors';
import type { Domain } from './domain';
import type { LibvirtHost } from './host';
import { readDumpedSnapshot, type SnapshotOrder } from './snapshot';
import { find, textOf } from './xmlTree';

/** Replaces what is known about a snapshot, or takes back the metadata of one; no disk is touched. */
export function redefine(
	host: LibvirtHost,
	domain: Domain,
	order: SnapshotOrder,
	makeCurrent: boolean,
): string {
	const snapshot = readDumpedSnapshot(order, domain.snapshots.get(order.name ?? ''));
	const { name, parent } = snapshot;
	if (textOf(find(snapshot.domain, 'uuid')) !== domain.uuid) {
		throw failure(
			CODE.invalidArgument,
			`definition for snapshot ${name} must use uuid ${domain.uuid}`,
			ORIGIN.snapshot,
		);
	}
	if (parent !== undefined && (parent === name || !domain.snapshots.has(parent))) {
		throw failure(
			CODE.invalidArgument,
			parent === name
				? `cannot set snapshot ${name} as its own parent`
				: `parent ${parent} for snapshot ${name} not found`,
			ORIGIN.snapshot,
		);
	}
	domain.snapshots.set(name, snapshot);
	// One that was current stays so, flag or not (measured on 9.0).
	if (makeCurrent) domain.currentSnapshot = name;
	host.changed();
	return name;
}
