import type { PowerState, Target, TargetRef } from '../../../snapshots/model';
import type { VergeosClient } from '../client';
import { contains, equals, every } from '../filter';
import { targetGone } from '../refusals';
import { flag, key, rowOf, text, type RowOf } from '../rows';
import { isPlain } from '../vm/vms';

const tenantRow = rowOf({
	$key: key,
	name: text,
	is_snapshot: flag,
	isolate: flag,
	status: text,
	running: flag,
});
export type Tenant = RowOf<typeof tenantRow>;

const FIELDS = [
	'$key',
	'name',
	'is_snapshot',
	'isolate',
	'status#status as status',
	'status#running as running',
];
const NO_COPIES = equals('is_snapshot', false);

export function tenantPages(
	client: VergeosClient,
	nameContains: string,
	signal: AbortSignal,
): AsyncGenerator<readonly Tenant[]> {
	const filter = isPlain(nameContains)
		? every(NO_COPIES, contains('name', nameContains))
		: NO_COPIES;
	return client.pages('tenants', tenantRow, { fields: FIELDS, filter, sort: '+name' }, signal);
}

export async function readTenant(
	client: VergeosClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Tenant> {
	if (!/^\d+$/.test(target.id)) throw targetGone(target);
	const tenant = await client.find('tenants', target.id, tenantRow, FIELDS, signal);
	if (tenant === undefined || tenant.is_snapshot) throw targetGone(target);
	return tenant;
}

export async function tenantsNamed(
	client: VergeosClient,
	name: string,
	signal: AbortSignal,
): Promise<readonly Tenant[]> {
	const filter = every(NO_COPIES, equals('name', name));
	const found = await client.all('tenants', tenantRow, { fields: FIELDS, filter }, signal);
	return found.filter((tenant) => tenant.name === name && !tenant.is_snapshot);
}

export const tenantTarget = (tenant: Tenant, tags: readonly string[]): Target => ({
	level: 'tenant',
	id: tenant.$key,
	name: tenant.name,
	powerState: powerStateOf(tenant),
	tags,
});

const BETWEEN = new Set([
	'starting',
	'stopping',
	'restarting',
	'migrating',
	'errormigrating',
	'provisioning',
]);

export const isBetween = ({ status }: Tenant): boolean => BETWEEN.has(status);

/** `error` with nothing running counts as off: VergeOS restores such tenants, too. */
export function powerStateOf(tenant: Tenant): PowerState {
	const { status, running } = tenant;
	if (isBetween(tenant)) return 'unknown';
	if (running || status === 'online' || status === 'reduced') return 'running';
	return ['offline', 'error', 'nodesoffline', ''].includes(status) ? 'stopped' : 'unknown';
}
