import type { Row, Value } from './table';
import { uuidOf } from './vms';
import type { World } from './world';

export interface TenantSpec {
	readonly name: string;
	readonly description?: string;
	readonly running?: boolean;
	readonly disk?: string;
	readonly tags?: readonly string[];
	readonly exposeCloudSnapshots?: boolean;
}

export interface TenantContent {
	readonly name: string;
	readonly description: string;
	readonly disk: string;
}

export const tenantStatusOf = (world: World, tenant: Row): Row =>
	world.table('tenant_status').get(tenant.status);

export const tenantContentOf = (tenant: Row): TenantContent => ({
	name: String(tenant.name),
	description: String(tenant.description),
	disk: String(tenant._disk),
});

export function insertTenant(world: World, content: TenantContent, isSnapshot = false): Row {
	const tenant = world.table('tenants').insert({
		name: content.name,
		description: content.description,
		is_snapshot: isSnapshot,
		isolate: false,
		created: world.now(),
		uuid: '',
		_disk: content.disk,
		_pending: null,
		_generation: 0,
	});
	const status = world.table('tenant_status').insert({ tenant: tenant.$key });
	world.table('tenants').change(tenant, {
		status: status.$key,
		uuid: uuidOf(`tenant ${tenant.$key}`),
	});
	return tenant;
}

export function removeTenantRows(world: World, tenant: Row): void {
	world.table('tenant_status').remove(tenantStatusOf(world, tenant));
	world.table('tenants').remove(tenant);
}

export type TenantPhase = 'online' | 'offline' | 'starting' | 'stopping' | 'provisioning' | 'error';

export function setTenantPhase(world: World, tenant: Row, phase: TenantPhase): void {
	const running = phase === 'online' || phase === 'starting' || phase === 'stopping';
	const values: Record<string, Value> = {
		status: phase,
		running,
		starting: phase === 'starting',
		stopping: phase === 'stopping',
		state: running ? 'online' : 'offline',
	};
	world.table('tenant_status').change(tenantStatusOf(world, tenant), values);
}

function later(world: World, tenant: Row, seconds: number, work: () => void): void {
	const generation = Number(tenant._generation) + 1;
	tenant._generation = generation;
	world.schedule.after(seconds, () => {
		if (tenant._generation === generation) work();
	});
}

/** A restore that waits takes effect here, at the next power-on. */
export function startTenant(world: World, tenant: Row): void {
	if (tenantStatusOf(world, tenant).running === true) return;
	applyPendingRestore(world, tenant);
	setTenantPhase(world, tenant, 'starting');
	later(world, tenant, world.durations.tenantStart, () => setTenantPhase(world, tenant, 'online'));
}

export function stopTenant(world: World, tenant: Row): void {
	if (tenantStatusOf(world, tenant).running !== true) return;
	setTenantPhase(world, tenant, 'stopping');
	later(world, tenant, world.durations.tenantStop, () => setTenantPhase(world, tenant, 'offline'));
}

function applyPendingRestore(world: World, tenant: Row): void {
	const frozen = world.table('tenants').find(tenant._pending);
	tenant._pending = null;
	if (frozen === undefined) return;
	tenant._disk = frozen._disk ?? '';
	world.table('tenants').change(tenant, { description: frozen.description ?? '' });
}
