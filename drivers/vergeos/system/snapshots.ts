import type { SnapshotState } from '../../../snapshots/model';
import type { Vergeos } from '../level';
import { flag, optionalInstant, rowOf, snapshotColumns, text, type RowOf } from '../rows';
import { datedExpiry, SnapshotTable } from '../snapshotTable';

const schema = rowOf({
	...snapshotColumns,
	immutable: flag,
	immutable_status: text,
	immutable_lock_expires: optionalInstant,
	status: text,
	status_info: text,
	provider: flag,
});
export type SystemSnapshotRow = RowOf<typeof schema>;

const FIELDS = [
	'$key',
	'name',
	'description',
	'created',
	'expires',
	'immutable',
	'immutable_status',
	'immutable_lock_expires',
	'status',
	'status_info',
	'provider',
];

export type SystemSnapshots = SnapshotTable<SystemSnapshotRow>;

/** The API still calls system snapshots by their former name. */
export const systemSnapshots = (on: Vergeos): SystemSnapshots =>
	new SnapshotTable(on, {
		table: 'cloud_snapshots',
		fields: FIELDS,
		schema,
		expiry: datedExpiry,
		ownerOf: () => THE_SYSTEM,
		toSnapshot: (row) => {
			const lock = lockOf(row);
			return {
				id: row.$key,
				name: row.name,
				description: row.description,
				createdAt: row.created,
				current: false,
				consistency: 'crash',
				state: stateOf(row),
				...(row.expires === undefined ? {} : { expiresAt: row.expires }),
				...(lock === undefined ? {} : { inUse: lock }),
			};
		},
	});

/** One system, one owner. */
export const THE_SYSTEM = 'system';

/** In a tenant, what its provider lets it see is listed too, but lies with the provider. */
export const isOwn = ({ provider }: SystemSnapshotRow): boolean => !provider;

/**
 * `held` of VergeOS is no hold of ours: it is past its expiry, and kept because the minimum of its period
 * would be undercut. It may be deleted, and its expiry, which lies in the past, tells the rest.
 */
export function stateOf({ status }: SystemSnapshotRow): SnapshotState {
	switch (status) {
		case '':
		case 'building':
			return 'creating';
		case 'deleting':
			return 'deleting';
		case 'error':
		case 'failed':
			return 'failed';
		default:
			return 'ready';
	}
}

/** Until when it can't be deleted, by anybody; undefined when it can. While unlocking it is locked still. */
export function lockOf(row: SystemSnapshotRow): string | undefined {
	const { immutable, immutable_status: status, immutable_lock_expires: lockEnds, expires } = row;
	if (status === 'unlocking') {
		return `immutable, its lock ends ${lockEnds === undefined ? 'within 7 days' : at(lockEnds)}`;
	}
	if (status !== 'locked' && !(immutable && status === '')) return undefined;
	// Expiry always wins over the lock.
	const ends = [lockEnds, expires].filter((one) => one !== undefined);
	const first = ends.sort((left, right) => left.getTime() - right.getTime())[0];
	if (first !== undefined) return `immutable, locked until ${at(first)}`;
	return 'immutable, locked until up to 7 days after Immutable is turned off for it';
}

const at = (instant: Date): string => `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
