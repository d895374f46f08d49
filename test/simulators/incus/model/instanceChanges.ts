import type { Instance, Settings } from './entities';
import { OperationFailure } from './failure';
import { findInstance, isOn } from './lookup';
import type { LockAction } from './locks';
import type { OperationOrder } from './operations';
import { dropFrom } from './rollback';
import { instanceResources } from './urls';
import type { World } from './world';

/** `check` throws an `OperationFailure` where the settings can't be. */
export const updateInstance = (
	world: World,
	instance: Instance,
	settings: Settings,
	check: () => void,
): OperationOrder => ({
	...locked(world, instance, 'update'),
	description: 'Updating instance',
	seconds: world.durations.change,
	finish: () => {
		check();
		instance.settings = settings;
	},
});

export const renameInstance = (world: World, instance: Instance, name: string): OperationOrder => ({
	...locked(world, instance, 'update'),
	description: 'Renaming instance',
	seconds: world.durations.change,
	finish: () => {
		if (isOn(instance)) throw new OperationFailure('Renaming of running instance not allowed');
		if (findInstance(world, instance.project, name) !== undefined) {
			throw new OperationFailure(`Instance "${name}" already exists`);
		}
		instance.name = name;
	},
});

/** With its snapshots. */
export const deleteInstance = (world: World, instance: Instance): OperationOrder => ({
	...locked(world, instance, 'delete'),
	description: 'Deleting instance',
	seconds: world.durations.remove,
	finish: () => dropFrom(world.instances, [instance]),
});

export const locked = (world: World, instance: Instance, action: LockAction) => ({
	project: instance.project,
	location: instance.location,
	resources: instanceResources(world, instance),
	begin: () => world.locks.take(instance, action),
	release: () => world.locks.free(instance),
});
