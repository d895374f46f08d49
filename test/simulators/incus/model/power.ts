import type { Instance } from './entities';
import type { World } from './world';

/** From its disk, or with RAM that a stateful snapshot or stop has kept. */
export function powerOn(world: World, instance: Instance, memory = ''): void {
	instance.status = 'Running';
	instance.memory = memory;
	instance.savedMemory = null;
	instance.lastUsedAt = world.now();
}

export function powerOff(instance: Instance): void {
	instance.status = 'Stopped';
	instance.memory = null;
}
