import type { Vergeos } from '../level';
import { key, rowOf, snapshotColumns, type RowOf } from '../rows';
import { SnapshotTable, wholeSeconds } from '../snapshotTable';

const schema = rowOf({ ...snapshotColumns, tenant: key });
export type TenantSnapshotRow = RowOf<typeof schema>;

const FIELDS = ['$key', 'name', 'description', 'created', 'expires', 'tenant'];

export type TenantSnapshots = SnapshotTable<TenantSnapshotRow>;

export const tenantSnapshots = (on: Vergeos): TenantSnapshots =>
	new SnapshotTable(on, {
		table: 'tenant_snapshots',
		fields: FIELDS,
		schema,
		owner: 'tenant',
		// There is no `expires_type` here.
		expiry: (expiresAt) => ({ expires: expiresAt ? wholeSeconds(expiresAt) : 0 }),
		ownerOf: ({ tenant }) => tenant,
		toSnapshot: ({ $key, name, description, created, expires }) => ({
			id: $key,
			name,
			description,
			createdAt: created,
			current: false,
			consistency: 'crash',
			state: 'ready',
			...(expires === undefined ? {} : { expiresAt: expires }),
		}),
	});
