import type { Instance, InstanceSnapshot } from './entities';
import { OperationFailure } from './failure';
import { regenerated } from './identity';
import { isOn, poolOf, rootDisk } from './lookup';
import type { OperationOrder } from './operations';
import { powerOff, powerOn } from './power';
import { dropFrom, lostByRestore } from './rollback';
import { instanceResources } from './urls';
import { exclusiveVolumesOf, restoreVolume } from './volumes';
import type { World } from './world';

export interface RestoreOrder {
	readonly name: string;
	readonly stateful: boolean;
	/** Keeps the present settings. */
	readonly diskOnly: boolean;
	/** LXD: with the volumes that only this instance has. */
	readonly withVolumes: boolean;
}

/** A running instance is stopped hard, restored, and started again. */
export function restoreSnapshot(
	world: World,
	instance: Instance,
	order: RestoreOrder,
): OperationOrder {
	const checkFirst = world.quirks.restoreIsCheckedFirst;
	let snapshot: InstanceSnapshot;
	let wasOn = false;
	return {
		project: instance.project,
		location: instance.location,
		resources: instanceResources(world, instance),
		description: 'Restoring snapshot',
		seconds: world.durations.restore,
		begin: () => {
			snapshot = existing(instance, order.name);
			if (checkFirst) lostWith(world, instance, snapshot);
			world.locks.take(instance, 'restore');
			wasOn = isOn(instance);
			if (wasOn) powerOff(instance);
		},
		finish: () => {
			dropFrom(instance.snapshots, lostWith(world, instance, snapshot));
			instance.disk = snapshot.disk;
			if (order.withVolumes) restoreVolumes(world, instance, snapshot);
			if (!order.diskOnly) instance.settings = regenerated(snapshot.settings);
			if (order.stateful && snapshot.memory === null) {
				throw new OperationFailure('Stateful snapshot restore requested by snapshot is stateless');
			}
			if (order.stateful) powerOn(world, instance, snapshot.memory ?? '');
			else if (wasOn) powerOn(world, instance);
		},
		release: () => world.locks.free(instance),
	};
}

function existing({ name, snapshots }: Instance, wanted: string): InstanceSnapshot {
	const bare = wanted.startsWith(`${name}/`) ? wanted.slice(name.length + 1) : wanted;
	const snapshot = snapshots.find((one) => one.name === bare);
	if (snapshot === undefined) {
		throw new OperationFailure(`Snapshot ${name}/${bare} does not exist`);
	}
	return snapshot;
}

function lostWith(
	world: World,
	instance: Instance,
	snapshot: InstanceSnapshot,
): InstanceSnapshot[] {
	const options = rootDisk(world, instance.project, instance.settings) ?? {};
	return lostByRestore(poolOf(world, instance), options, instance, snapshot);
}

function restoreVolumes(world: World, instance: Instance, { name }: InstanceSnapshot): void {
	for (const volume of exclusiveVolumesOf(world, instance)) {
		if (volume.snapshots.some((one) => one.name === name)) restoreVolume(world, volume, name);
	}
}
