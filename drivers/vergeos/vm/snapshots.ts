import { z } from 'zod';
import type { Vergeos } from '../level';
import { flag, key, snapshotColumns } from '../schema';
import { datedExpiry, SnapshotTable } from '../snapshotTable';

const schema = z.object({
	...snapshotColumns,
	machine: key,
	/** The machine of the frozen copy. */
	snap_machine: key.nullish(),
	quiesced: flag,
	queue_delete: flag,
});
export type VmSnapshotRow = z.output<typeof schema>;

const FIELDS = [
	'$key',
	'name',
	'description',
	'created',
	'expires',
	'machine',
	'snap_machine',
	'quiesced',
	'queue_delete',
];

export type VmSnapshots = SnapshotTable<typeof schema>;

/** Every snapshot is a copy of its own: none descends from another, and the VM from none. */
export const vmSnapshots = (on: Vergeos): VmSnapshots =>
	new SnapshotTable(on, {
		table: 'machine_snapshots',
		fields: FIELDS,
		schema,
		owner: 'machine',
		expiry: datedExpiry,
		ownerOf: ({ machine }) => machine,
		toSnapshot: ({ $key, name, description, created, expires, quiesced, queue_delete }) => ({
			id: $key,
			name,
			description,
			createdAt: created,
			current: false,
			consistency: quiesced ? 'quiesced' : 'crash',
			state: queue_delete ? 'deleting' : 'ready',
			...(expires === undefined ? {} : { expiresAt: expires }),
		}),
	});
