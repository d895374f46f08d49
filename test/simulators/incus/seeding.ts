import type {
	Config,
	Devices,
	Instance,
	InstanceSnapshot,
	Pool,
	Profile,
	Project,
	Volume,
	VolumeSnapshot,
} from './model/entities';
import { withIdentity } from './model/identity';
import { isOn, rootDisk } from './model/lookup';
import type { World } from './model/world';
import type {
	InstanceSpec,
	PoolSpec,
	ProfileSpec,
	ProjectSpec,
	SnapshotSpec,
	VolumeSnapshotSpec,
	VolumeSpec,
} from './specs';

const OWN: Config = { 'features.profiles': 'true', 'features.storage.volumes': 'true' };

/** With its default profile: a root disk on the first pool, and one network card. */
export function seedProject(world: World, { name, config }: ProjectSpec): Project {
	const project: Project = { name, config: { ...OWN, ...config } };
	world.projects.set(name, project);
	const [pool] = world.pools.keys();
	seedProfile(world, {
		name: 'default',
		project: name,
		devices: {
			eth0: { type: 'nic', name: 'eth0', network: `${world.release.flavour}br0` },
			...(pool === undefined ? {} : { root: { type: 'disk', path: '/', pool } }),
		},
	});
	return project;
}

export function seedPool(world: World, { name, driver = 'btrfs', config = {} }: PoolSpec): Pool {
	const pool: Pool = { name, driver, config };
	world.pools.set(name, pool);
	return pool;
}

export function seedProfile(world: World, spec: ProfileSpec): Profile {
	const { name, project = 'default', config = {}, devices = {} } = spec;
	const profile: Profile = { name, project, config, devices };
	world.profiles.push(profile);
	return profile;
}

export function seedInstance(world: World, spec: InstanceSpec): Instance {
	const project = projectFor(world, spec.project);
	const settings = {
		architecture: 'x86_64',
		config: { ...(spec.stateful ? { 'migration.stateful': 'true' } : {}), ...spec.config },
		description: spec.description ?? '',
		devices: devicesFor(world, project, spec),
		ephemeral: spec.ephemeral ?? false,
		profiles: spec.profiles ?? ['default'],
	};
	const status = spec.status ?? 'Running';
	const instance: Instance = {
		name: spec.name,
		project,
		type: spec.type ?? 'virtual-machine',
		settings: withIdentity(world, project, settings),
		status,
		location: spec.location ?? firstMember(world),
		createdAt: world.now(),
		lastUsedAt: world.now(),
		disk: spec.disk ?? '',
		memory: status === 'Stopped' ? null : (spec.memory ?? ''),
		savedMemory: null,
		ignoresShutdown: spec.ignoresShutdown ?? false,
		snapshots: [],
		copiedAfter: [],
	};
	world.instances.push(instance);
	return instance;
}

const firstMember = ({ members }: World): string => [...members.keys()][0] ?? 'none';

function projectFor(world: World, name = 'default'): string {
	if (!world.projects.has(name)) seedProject(world, { name });
	return name;
}

function devicesFor(world: World, project: string, spec: InstanceSpec): Devices {
	if (spec.pool === undefined && !spec.stateful) return spec.devices ?? {};
	const settings = {
		architecture: '',
		config: {},
		description: '',
		devices: {},
		ephemeral: false,
		profiles: spec.profiles ?? ['default'],
	};
	const inherited = rootDisk(world, project, settings) ?? { type: 'disk', path: '/' };
	return {
		root: {
			...inherited,
			...(spec.pool === undefined ? {} : { pool: spec.pool }),
			...(spec.stateful ? { 'size.state': '4GiB' } : {}),
		},
		...spec.devices,
	};
}

export function seedSnapshot(
	world: World,
	instance: Instance,
	spec: SnapshotSpec,
): InstanceSnapshot {
	if (spec.stateful && !isOn(instance)) throw new Error(`${instance.name} has no memory to keep`);
	const snapshot: InstanceSnapshot = {
		name: spec.name,
		createdAt: spec.createdAt?.getTime() ?? world.now(),
		expiresAt: spec.expiresAt?.getTime() ?? null,
		stateful: spec.stateful ?? false,
		size: spec.size ?? -1,
		settings: instance.settings,
		disk: spec.disk ?? instance.disk,
		memory: spec.stateful ? instance.memory : null,
	};
	instance.snapshots.push(snapshot);
	world.noteExpiry(snapshot.expiresAt);
	return snapshot;
}

export function seedVolume(world: World, spec: VolumeSpec): Volume {
	const project = projectFor(world, spec.project);
	const [first = ''] = world.pools.keys();
	const volume: Volume = {
		name: spec.name,
		pool: spec.pool ?? first,
		project,
		contentType: spec.contentType ?? 'filesystem',
		location: spec.location ?? firstMember(world),
		createdAt: world.now(),
		description: spec.description ?? '',
		config: spec.config ?? {},
		content: spec.content ?? '',
		snapshots: [],
		copiedAfter: [],
	};
	world.volumes.push(volume);
	for (const name of spec.attachedTo ?? []) attach(world, volume, name);
	return volume;
}

function attach(world: World, volume: Volume, name: string): void {
	const instance = world.instances.find(
		(one) => one.name === name && one.project === volume.project,
	);
	if (instance === undefined) throw new Error(`There is no instance ${name}`);
	const device = { type: 'disk', pool: volume.pool, source: volume.name, path: `/${volume.name}` };
	const devices = { ...instance.settings.devices, [volume.name]: device };
	instance.settings = { ...instance.settings, devices };
}

export function seedVolumeSnapshot(
	world: World,
	volume: Volume,
	spec: VolumeSnapshotSpec,
): VolumeSnapshot {
	const snapshot: VolumeSnapshot = {
		name: spec.name,
		createdAt: spec.createdAt?.getTime() ?? world.now(),
		expiresAt: spec.expiresAt?.getTime() ?? null,
		description: spec.description ?? volume.description,
		config: volume.config,
		content: spec.content ?? volume.content,
	};
	volume.snapshots.push(snapshot);
	world.noteExpiry(snapshot.expiresAt);
	return snapshot;
}
