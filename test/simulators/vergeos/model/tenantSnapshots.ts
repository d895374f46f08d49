import type { Row, Value } from './table';
import { insertTenant, removeTenantRows, tenantContentOf, type TenantContent } from './tenants';
import type { World } from './world';

export function freezeTenant(
	world: World,
	tenant: Row,
	values: Readonly<Record<string, Value>>,
	content: TenantContent = tenantContentOf(tenant),
): Row {
	const frozen = insertTenant(world, content, true);
	return world.table('tenant_snapshots').insert({
		created: world.now(),
		expires: 0,
		...values,
		tenant: tenant.$key,
		_frozen: frozen.$key,
	});
}

export function removeTenantSnapshot(world: World, snapshot: Row): void {
	const frozen = world.table('tenants').find(snapshot._frozen);
	if (frozen) removeTenantRows(world, frozen);
	world.table('tenant_snapshots').remove(snapshot);
}
