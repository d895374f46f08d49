import { EVERYTHING, freezeCloud } from './model/cloudContents';
import { lock } from './model/immutability';
import { freezeMachine } from './model/machineSnapshots';
import { setRunning } from './model/power';
import { tagRow } from './model/tags';
import type { Key, Row, Value } from './model/table';
import { insertTenant, setTenantPhase, type TenantSpec } from './model/tenants';
import { freezeTenant } from './model/tenantSnapshots';
import { insertVm, type VmContent, type VmSpec } from './model/vms';
import { insertVolume, type VolumeSpec } from './model/volumes';
import { freezeVolume } from './model/volumeSnapshots';
import type { World } from './model/world';
import { insertCloudSnapshot } from './writers/cloudSnapshots';
import { snapshotProfilePeriods, snapshotProfiles } from './writers/profiles';

/** A snapshot that is there already, however it came about. */
export interface SnapshotSpec {
	readonly name: string;
	readonly description?: string;
	/** Epoch seconds. Default now. */
	readonly created?: number;
	/** Epoch seconds; default 0, never. */
	readonly expires?: number;
	/** The period of a profile that made it; then its minimum holds. */
	readonly period?: number;
	readonly quiesced?: boolean;
}

export interface CloudSnapshotSpec extends Omit<SnapshotSpec, 'quiesced'> {
	readonly minSnapshots?: number;
	readonly private?: boolean;
	readonly immutable?: boolean;
	/** Listed by the parent system, and not here yet. */
	readonly provider?: boolean;
}

export interface PeriodSpec {
	readonly name: string;
	readonly frequency: string;
	/** Seconds. */
	readonly retention: number;
	readonly [column: string]: Value | undefined;
}

const contentOfSpec = (spec: VmSpec): VmContent => ({
	name: spec.name,
	settings: {
		description: spec.description ?? '',
		enabled: true,
		guest_agent: (spec.agent ?? 'none') !== 'none',
		os_family: spec.osFamily ?? 'linux',
		cpu_cores: spec.cpuCores ?? 2,
		ram: spec.ram ?? 4096,
	},
	disk: spec.disk ?? '',
	agent: spec.agent ?? 'none',
	ignoresShutdown: spec.ignoresShutdown ?? false,
	nics: Array.from({ length: spec.networkCards ?? 1 }, (_, orderid) => ({
		name: `nic_${orderid}`,
		orderid,
		vnet: 3,
	})),
});

export function seedVm(world: World, spec: VmSpec): Row {
	const vm = insertVm(world, contentOfSpec(spec), { macs: 'new' });
	if (spec.running !== false) setRunning(world, vm);
	for (const tag of spec.tags ?? []) tagRow(world, 'vms', vm, tag);
	return vm;
}

export function seedTenant(world: World, spec: TenantSpec): Row {
	const { name, description = '', disk = '', running = true } = spec;
	const tenant = insertTenant(world, { name, description, disk });
	tenant.expose_cloud_snapshots = spec.exposeCloudSnapshots ?? true;
	setTenantPhase(world, tenant, running ? 'online' : 'offline');
	for (const tag of spec.tags ?? []) tagRow(world, 'tenants', tenant, tag);
	return tenant;
}

export function seedVolume(world: World, spec: VolumeSpec): Row {
	const { name, description = '', disk = '', fsType = 'ext4', mounted = true } = spec;
	const service = serviceOf(world, spec.service ?? 'NAS');
	const volume = insertVolume(world, { name, description, disk, fsType, service }, { mounted });
	for (const tag of spec.tags ?? []) tagRow(world, 'volumes', volume, tag);
	return volume;
}

function serviceOf(world: World, name: string): number {
	const services = world.table('vm_services');
	return Number((services.where('name', name)[0] ?? services.insert({ name })).$key);
}

const valuesOfSpec = (world: World, spec: SnapshotSpec | CloudSnapshotSpec) => ({
	name: spec.name,
	description: spec.description ?? '',
	created: spec.created ?? world.now(),
	expires: spec.expires ?? 0,
});

export function seedVmSnapshot(world: World, vm: Row, spec: SnapshotSpec): Row {
	const { period: snapshot_period = null, quiesced = false } = spec;
	const created_manually = snapshot_period === null;
	const own = { snapshot_period, quiesced, created_manually };
	return freezeMachine(world, vm, { ...valuesOfSpec(world, spec), ...own });
}

export function seedVolumeSnapshot(world: World, volume: Row, spec: SnapshotSpec): Row {
	const { period: snapshot_period = null } = spec;
	const own = { snapshot_period, created_manually: snapshot_period === null };
	return freezeVolume(world, volume, { ...valuesOfSpec(world, spec), ...own });
}

export function seedTenantSnapshot(world: World, tenant: Row, spec: SnapshotSpec): Row {
	const period = world.table('snapshot_profile_periods').find(spec.period);
	const profile = world.table('snapshot_profiles').find(period?.profile);
	return freezeTenant(world, tenant, {
		...valuesOfSpec(world, spec),
		period: period?.name ?? '',
		profile: profile?.name ?? '',
		min_snapshots: period?.min_snapshots ?? 0,
	});
}

export function seedCloudSnapshot(world: World, spec: CloudSnapshotSpec): Row {
	const period = world.table('snapshot_profile_periods').find(spec.period);
	const snapshot = insertCloudSnapshot(world, {
		...valuesOfSpec(world, spec),
		snapshot_period: period?.$key ?? null,
		snapshot_profile: period?.profile ?? null,
		min_snapshots: spec.minSnapshots ?? Number(period?.min_snapshots ?? 1),
		private: spec.private ?? false,
		provider: spec.provider ?? false,
	});
	world.cloudContents.set(snapshot.$key, freezeCloud(world, EVERYTHING));
	if (spec.immutable === true) lock(world, snapshot, 'atCreate');
	return snapshot;
}

export function seedProfile(
	world: World,
	name: string,
	periods: readonly PeriodSpec[],
): { readonly key: Key; readonly periods: readonly Key[] } {
	const profile = snapshotProfiles.create?.(world, { name });
	if (profile === undefined) throw new Error('Profiles can be made');
	const made = periods.map((period) => {
		const values = { ...period, profile: profile.$key } as Record<string, Value>;
		return snapshotProfilePeriods.create?.(world, values).$key ?? 0;
	});
	return { key: profile.$key, periods: made };
}
