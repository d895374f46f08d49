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

/** What an operation on a snapshot names. LXD 5.0.2: no snapshots, but the instance under its old name too. */
export function snapshotResources(
	{ quirks }: World,
	instance: Instance,
	snapshot: string,
): Resources {
	const instances = [instanceUrl(instance)];
	return quirks.snapshotResources === 'snapshots'
		? { instances, instances_snapshots: [snapshotUrl(instance, snapshot)] }
		: { instances, containers: instances };
}

export const instanceResources = (instance: Instance): Resources => ({
	instances: [instanceUrl(instance)],
});

export const volumeSnapshotResources = (volume: Volume, snapshot: string): Resources => ({
	storage_volumes: [volumeUrl(volume)],
	storage_volume_snapshots: [volumeSnapshotUrl(volume, snapshot)],
});

export const volumeResources = (volume: Volume): Resources => ({
	storage_volumes: [volumeUrl(volume)],
});
