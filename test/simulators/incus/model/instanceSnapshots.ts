import type { Instance, InstanceSnapshot } from './entities';
import { OperationFailure } from './failure';
import type { LockAction } from './locks';
import type { OperationOrder } from './operations';
import { dropFrom } from './rollback';
import { assertStatePossible } from './stateful';
import { expiryResources, snapshotResources } from './urls';
import { addVolumeSnapshot, exclusiveVolumesOf } from './volumes';
import type { World } from './world';

export interface SnapshotOrder {
	readonly name: string;
	readonly stateful: boolean;
	readonly expiresAt: number | null;
	/** LXD: with the volumes that only this instance has. */
	readonly withVolumes: boolean;
}

/** Bytes; what a real one tells depends on the pool's driver. */
const NO_SIZE = -1;

/**
 * The record comes first and the storage after it, so a snapshot is listed while it is being made, and taken
 * back when that fails: internal/server/instance, `CreateInternal`.
 */
export function createSnapshot(
	world: World,
	instance: Instance,
	order: SnapshotOrder,
): OperationOrder {
	const { durations, quirks } = world;
	let made: InstanceSnapshot | undefined;
	let done = false;
	return {
		...common(world, instance, order.name),
		description: 'Snapshotting instance',
		seconds: durations.snapshot + (order.stateful ? durations.saveMemory : 0),
		begin: () => {
			world.locks.assertNotBlocked(instance, 'Failed creating instance snapshot record');
			if (order.stateful) assertStatePossible(world, instance);
			assertNamePossible(order.name);
			if (instance.snapshots.some(({ name }) => name === order.name)) {
				throw new OperationFailure(
					quirks.duplicateSnapshot
						.replace('{instance}', instance.name)
						.replaceAll('{name}', order.name),
				);
			}
			made = frozen(world, instance, order);
			instance.snapshots.push(made);
			world.noteExpiry(order.expiresAt);
		},
		finish: () => {
			if (order.withVolumes) freezeVolumes(world, instance, order);
			done = true;
		},
		release: () => {
			if (!done && made !== undefined) dropFrom(instance.snapshots, [made]);
		},
	};
}

/** What the request let through where names are taken leniently. LXD 5.0.2. */
function assertNamePossible(name: string): void {
	if (/\s/.test(name)) {
		throw new OperationFailure(
			`Failed creating instance snapshot record "${name}": Invalid instance snapshot name: Cannot contain space or / characters`,
		);
	}
	if (name === '.' || name === '..') {
		throw new OperationFailure(`Create instance snapshot: Failed to make "${name}": File exists`);
	}
}

const frozen = (world: World, instance: Instance, order: SnapshotOrder): InstanceSnapshot => ({
	name: order.name,
	createdAt: world.now(),
	expiresAt: order.expiresAt,
	stateful: order.stateful,
	size: NO_SIZE,
	settings: instance.settings,
	disk: instance.disk,
	memory: order.stateful ? instance.memory : null,
});

function freezeVolumes(world: World, instance: Instance, order: SnapshotOrder): void {
	for (const volume of exclusiveVolumesOf(world, instance)) {
		addVolumeSnapshot(world, volume, order);
	}
}

export const deleteSnapshot = (
	world: World,
	instance: Instance,
	snapshot: InstanceSnapshot,
): OperationOrder => ({
	...common(world, instance, snapshot.name),
	description: 'Deleting snapshot',
	seconds: world.durations.remove,
	...lockedSnapshot(world, instance, snapshot, 'delete'),
	finish: () => {
		if (!instance.snapshots.includes(snapshot)) {
			throw new OperationFailure('InstanceSnapshot not found');
		}
		dropFrom(instance.snapshots, [snapshot]);
	},
});

/** Nothing else of a snapshot can be changed. */
export const changeExpiry = (
	world: World,
	instance: Instance,
	snapshot: InstanceSnapshot,
	expiresAt: number | null,
): OperationOrder => ({
	...common(world, instance, snapshot.name),
	...lockedSnapshot(world, instance, snapshot, 'update'),
	resources: expiryResources(world, instance, snapshot.name),
	description: 'Updating snapshot',
	seconds: world.durations.change,
	finish: () => {
		snapshot.expiresAt = expiresAt;
		world.noteExpiry(expiresAt);
	},
});

export const renameSnapshot = (
	world: World,
	instance: Instance,
	snapshot: InstanceSnapshot,
	name: string,
): OperationOrder => ({
	...common(world, instance, snapshot.name),
	...lockedSnapshot(world, instance, snapshot, 'update'),
	description: 'Renaming snapshot',
	seconds: world.durations.change,
	finish: () => {
		snapshot.name = name;
	},
});

const lockedSnapshot = (
	{ locks }: World,
	instance: Instance,
	snapshot: InstanceSnapshot,
	action: LockAction,
): Pick<OperationOrder, 'begin' | 'release'> => ({
	begin: () => {
		locks.assertNotBlocked(instance, `Failed to create instance ${action} operation`);
		locks.take(snapshot, action);
	},
	release: () => locks.free(snapshot),
});

const common = (world: World, instance: Instance, snapshot: string) => ({
	project: instance.project,
	location: instance.location,
	resources: snapshotResources(world, instance, snapshot),
});
