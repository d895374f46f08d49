import { ApiError } from '../../../support/simulatedHttps';
import type {
	Config,
	Devices,
	Instance,
	InstanceSnapshot,
	Pool,
	Project,
	Settings,
	Volume,
	VolumeSnapshot,
} from './entities';
import type { World } from './world';

const notFound = (what: string): ApiError => new ApiError(404, `${what} not found`);

/** Each of these throws 404. */
export function projectNamed(world: World, name: string): Project {
	const project = world.projects.get(name);
	if (project === undefined) throw notFound('Project');
	return project;
}

export function instanceNamed(world: World, project: string, name: string): Instance {
	const instance = findInstance(world, project, name);
	if (instance === undefined) throw notFound('Instance');
	return instance;
}

export const findInstance = (world: World, project: string, name: string): Instance | undefined =>
	world.instances.find((one) => one.project === project && one.name === name);

/** In the words of LXD 5.0.2. */
export function snapshotNamed(
	{ name: instance, project, snapshots }: Instance,
	name: string,
): InstanceSnapshot {
	const snapshot = snapshots.find((one) => one.name === name);
	if (snapshot === undefined) {
		const which = `Failed to fetch snapshot "${name}" of instance "${instance}" in project "${project}"`;
		throw notFound(`${which}: InstanceSnapshot`);
	}
	return snapshot;
}

export function poolNamed(world: World, name: string): Pool {
	const pool = world.pools.get(name);
	if (pool === undefined) throw notFound('Storage pool');
	return pool;
}

export function volumeNamed(world: World, pool: string, project: string, name: string): Volume {
	const volume = findVolume(world, pool, project, name);
	if (volume === undefined) throw notFound('Storage volume');
	return volume;
}

export const findVolume = (
	world: World,
	pool: string,
	project: string,
	name: string,
): Volume | undefined =>
	world.volumes.find((one) => one.pool === pool && one.project === project && one.name === name);

export function volumeSnapshotNamed({ snapshots }: Volume, name: string): VolumeSnapshot {
	const snapshot = snapshots.find((one) => one.name === name);
	if (snapshot === undefined) throw notFound('Storage volume snapshot');
	return snapshot;
}

/** A project without profiles of its own uses those of `default`. */
export function profilesOf(world: World, project: string): World['profiles'] {
	const own = world.projects.get(project)?.config['features.profiles'] !== 'false';
	return world.profiles.filter((one) => one.project === (own ? project : 'default'));
}

/** The same for custom volumes. */
export function volumeProject(world: World, project: string): string {
	const own = world.projects.get(project)?.config['features.storage.volumes'] !== 'false';
	return own ? project : 'default';
}

/** With what its profiles bring; a later one, and then the instance itself, overrides. */
export function expandedConfig(world: World, project: string, settings: Settings): Config {
	const profiles = profilesOf(world, project);
	const layers = settings.profiles.map(
		(name) => profiles.find((one) => one.name === name)?.config ?? {},
	);
	return Object.assign({}, ...layers, settings.config) as Config;
}

/** Devices of type `none` hide those of the same name in the profiles. */
export function expandedDevices(world: World, project: string, settings: Settings): Devices {
	const profiles = profilesOf(world, project);
	const layers = settings.profiles.map(
		(name) => profiles.find((one) => one.name === name)?.devices ?? {},
	);
	const all = Object.assign({}, ...layers, settings.devices) as Devices;
	return Object.fromEntries(Object.entries(all).filter(([, { type }]) => type !== 'none'));
}

export function rootDisk(world: World, project: string, settings: Settings): Config | undefined {
	const devices = Object.values(expandedDevices(world, project, settings));
	return devices.find(({ type, path }) => type === 'disk' && path === '/');
}

/** Where its root disk is. */
export function poolOf(world: World, { project, settings }: Instance): Pool {
	return poolNamed(world, rootDisk(world, project, settings)?.pool ?? '');
}

export const isOn = ({ status }: Instance): boolean => status === 'Running' || status === 'Frozen';
