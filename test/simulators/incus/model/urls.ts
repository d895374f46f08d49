import type { Instance, Volume } from './entities';
import type { World } from './world';

const inProject = (path: string, project: string): string =>
	project === 'default' ? path : `${path}?project=${encodeURIComponent(project)}`;

const path = (...parts: readonly string[]): string =>
	['/1.0', ...parts.map(encodeURIComponent)].join('/');

export const instanceUrl = ({ name, project }: Pick<Instance, 'name' | 'project'>): string =>
	inProject(path('instances', name), project);

export const snapshotUrl = (
	{ name, project }: Pick<Instance, 'name' | 'project'>,
	snapshot: string,
): string => inProject(path('instances', name, 'snapshots', snapshot), project);

export const volumeUrl = ({
	pool,
	name,
	project,
}: Pick<Volume, 'pool' | 'name' | 'project'>): string =>
	inProject(path('storage-pools', pool, 'volumes', 'custom', name), project);

export const volumeSnapshotUrl = (
	{ pool, name, project }: Pick<Volume, 'pool' | 'name' | 'project'>,
	snapshot: string,
): string =>
	inProject(path('storage-pools', pool, 'volumes', 'custom', name, 'snapshots', snapshot), project);

type Resources = Readonly<Record<string, readonly string[]>>;

/**
 * What an operation is about, as LXD 5.0.2 tells it: never the project, containers under their old name too, and
 * of snapshots only what they are of.
 */
function asLxd({ type }: Pick<Instance, 'type'>, ...names: readonly string[]): Resources {
	const instances = names.map((name) => `/1.0/instances/${name}`);
	const containers = names.map((name) => `/1.0/containers/${name}`);
	return type === 'container' ? { instances, containers } : { instances };
}

const isLxd = ({ quirks }: World): boolean => quirks.operationResources === 'lxd';

export const snapshotResources = (world: World, instance: Instance, snapshot: string): Resources =>
	isLxd(world)
		? asLxd(instance, instance.name)
		: {
				instances: [instanceUrl(instance)],
				instances_snapshots: [snapshotUrl(instance, snapshot)],
			};

/** There a change of its expiry names the snapshot as if it were an instance. */
export const expiryResources = (world: World, instance: Instance, snapshot: string): Resources =>
	isLxd(world) ? asLxd(instance, snapshot) : snapshotResources(world, instance, snapshot);

export const instanceResources = (world: World, instance: Instance): Resources =>
	isLxd(world) ? asLxd(instance, instance.name) : { instances: [instanceUrl(instance)] };

/** The new one, and what it is copied from: `web/s1`, as if that were an instance's name. */
export function copyResources(
	world: World,
	made: Pick<Instance, 'name' | 'project'>,
	source: Instance,
	snapshot: string | undefined,
): Resources {
	const from = snapshot === undefined ? source.name : `${source.name}/${snapshot}`;
	if (isLxd(world)) return asLxd(source, made.name, from);
	return { instances: [instanceUrl(made), instanceUrl({ ...made, name: from })] };
}

export const volumeSnapshotResources = (
	world: World,
	volume: Volume,
	snapshot: string,
): Resources =>
	isLxd(world)
		? { storage_volumes: [`/1.0/storage_volumes/${volume.name}`] }
		: {
				storage_volumes: [volumeUrl(volume)],
				storage_volume_snapshots: [volumeSnapshotUrl(volume, snapshot)],
			};

export const volumeResources = (world: World, volume: Volume): Resources =>
	isLxd(world) ? {} : { storage_volumes: [volumeUrl(volume)] };
