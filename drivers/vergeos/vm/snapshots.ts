import type { Vergeos } from '../level';
import { flag, key, optionalKey, rowOf, snapshotColumns, type RowOf } from '../rows';
import { datedExpiry, SnapshotTable } from '../snapshotTable';

const schema = rowOf({
	...snapshotColumns,
	machine: key,
	/** The machine of the frozen copy. */
	snap_machine: optionalKey,
	quiesced: flag,
	queue_delete: flag,
});
export type VmSnapshotRow = RowOf<typeof schema>;

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

export type VmSnapshots = SnapshotTable<VmSnapshotRow>;

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
