import type { Instance, Volume } from './entities';
import { OperationFailure } from './failure';
import { expandedDevices, isOn, poolNamed, volumeProject } from './lookup';
import { dropFrom, lostByRestore } from './rollback';
import type { World } from './world';

/** The instances that have it as a disk. */
export function usersOf(world: World, volume: Volume): Instance[] {
	return world.instances.filter(
		(instance) =>
			volumeProject(world, instance.project) === volume.project &&
			Object.values(expandedDevices(world, instance.project, instance.settings)).some(
				({ type, pool, source }) =>
					type === 'disk' && pool === volume.pool && source === volume.name,
			),
	);
}

/** Disks of its own that no other instance has. */
export const exclusiveVolumesOf = (world: World, instance: Instance): Volume[] =>
	world.volumes.filter((volume) => {
		const users = usersOf(world, volume);
		return users.length === 1 && users[0] === instance;
	});

/** Like an instance's, a snapshot of a volume starts with the description of what it is of. */
export function addVolumeSnapshot(
	world: World,
	volume: Volume,
	{ name, expiresAt }: { readonly name: string; readonly expiresAt: number | null },
): void {
	volume.snapshots.push({
		name,
		expiresAt,
		description: volume.description,
		createdAt: world.now(),
		config: volume.config,
		content: volume.content,
	});
	world.noteExpiry(expiresAt);
}

/** Throws `OperationFailure` while a test has it be busy. */
export function assertVolumeFree({ busyVolumes }: World, volume: Volume): void {
	const why = busyVolumes.get(volume);
	if (why !== undefined) throw new OperationFailure(why);
}

/** Throws `OperationFailure`. */
export function assertVolumeRestorable(world: World, volume: Volume): void {
	assertVolumeFree(world, volume);
	if (usersOf(world, volume).some(isOn)) {
		throw new OperationFailure('Cannot restore custom volume used by running instances');
	}
}

/** Throws `OperationFailure`. */
export function restoreVolume(world: World, volume: Volume, name: string): void {
	const snapshot = volume.snapshots.find((one) => one.name === name);
	if (snapshot === undefined) throw new OperationFailure('Storage volume snapshot not found');
	const pool = poolNamed(world, volume.pool);
	const lost = lostByRestore(pool, volume.config, volume, snapshot);
	dropFrom(volume.snapshots, lost);
	volume.content = snapshot.content;
}
