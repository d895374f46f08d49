import { z } from 'zod';
import type { Vergeos } from '../level';
import { flag, key, snapshotColumns } from '../schema';
import { datedExpiry, SnapshotTable } from '../snapshotTable';

const schema = z.object({
	...snapshotColumns,
	volume: key,
	/** The frozen copy. */
	snap_volume: key.nullish(),
	quiesce: flag,
});
export type VolumeSnapshotRow = z.output<typeof schema>;

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

export type VolumeSnapshots = SnapshotTable<typeof schema>;

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
