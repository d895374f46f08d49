import type { Vergeos } from '../level';
import { flag, key, optionalKey, rowOf, snapshotColumns, type RowOf } from '../rows';
import { datedExpiry, SnapshotTable } from '../snapshotTable';

const schema = rowOf({
	...snapshotColumns,
	volume: key,
	/** The frozen copy. */
	snap_volume: optionalKey,
	quiesce: flag,
});
export type VolumeSnapshotRow = RowOf<typeof schema>;

const FIELDS = [
	'$key',
	'name',
	'description',
	'created',
	'expires',
	'volume',
	'snap_volume',
	'quiesce',
];

export type VolumeSnapshots = SnapshotTable<VolumeSnapshotRow>;

export const volumeSnapshots = (on: Vergeos): VolumeSnapshots =>
	new SnapshotTable(on, {
		table: 'volume_snapshots',
		fields: FIELDS,
		schema,
		owner: 'volume',
		expiry: datedExpiry,
		ownerOf: ({ volume }) => volume,
		toSnapshot: ({ $key, name, description, created, expires, quiesce }) => ({
			id: $key,
			name,
			description,
			createdAt: created,
			current: false,
			consistency: quiesce ? 'quiesced' : 'crash',
			state: 'ready',
			...(expires === undefined ? {} : { expiresAt: expires }),
		}),
	});
