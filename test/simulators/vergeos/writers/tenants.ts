import { tenantStatusOf, removeTenantRows } from '../model/tenants';
import { freezeTenant, removeTenantSnapshot } from '../model/tenantSnapshots';
import { untagRow } from '../model/tags';
import type { Row, Value } from '../model/table';
import { refOf, type World } from '../model/world';
import { ApiError } from '../server/apiError';
import { assertSnapshotNameFree, isNameOfLive, nameTaken } from './names';
import type { Writer } from './writer';

export const tenants: Writer = {
	change(world, row, values) {
		const { name } = values;
		if (typeof name === 'string' && name !== row.name && isNameOfLive(world, 'tenants', name)) {
			throw nameTaken();
		}
		world.table('tenants').change(row, values);
	},
	remove(world, row) {
		world.assertFree(refOf('tenants', row));
		if (tenantStatusOf(world, row).running === true) {
			throw new ApiError(409, 'Cannot delete a running tenant');
		}
		const snapshots = world.table('tenant_snapshots').where('tenant', row.$key);
		for (const snapshot of snapshots) removeTenantSnapshot(world, snapshot);
		untagRow(world, refOf('tenants', row));
		removeTenantRows(world, row);
	},
};

export const tenantSnapshots: Writer = {
	create(world, values) {
		const tenant = world.table('tenants').get(values.tenant);
		// Clients guard against it; what the server says is inferred.
		if (tenant.is_snapshot === true) throw new ApiError(422, 'Cannot snapshot a snapshot');
		world.assertFree(refOf('tenants', tenant));
		const name = values.name === undefined || values.name === '' ? madeUpName(world) : values.name;
		assertSnapshotNameFree(world, 'tenant_snapshots', 'tenant', tenant.$key, name);
		// Without `expires` it never expires (an SDK's live test); the server's own choice elsewhere.
		return freezeTenant(world, tenant, { ...values, name });
	},
	change: (world, row, values) => world.table('tenant_snapshots').change(row, values),
	remove(world, row) {
		const tenant = tenantOf(world, row);
		if (tenant) world.assertFree(refOf('tenants', tenant));
		removeTenantSnapshot(world, row);
	},
};

const tenantOf = (world: World, snapshot: Row): Row | undefined =>
	world.table('tenants').find(snapshot.tenant);

/** The server names what comes without a name; how is not known. */
const madeUpName = (world: World): Value =>
	`Snapshot_${new Date(world.now() * 1000).toISOString().replace(/\D/g, '').slice(0, 14)}`;
