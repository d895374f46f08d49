import type { Instance } from './entities';
import { OperationFailure } from './failure';
import { locked } from './instanceChanges';
import { isOn } from './lookup';
import type { OperationOrder } from './operations';
import { powerOff, powerOn } from './power';
import { assertStatePossible } from './stateful';
import type { World } from './world';

export const STATE_ACTIONS = ['start', 'stop', 'restart', 'freeze', 'unfreeze'] as const;
export type StateAction = (typeof STATE_ACTIONS)[number];

export interface StateOrder {
	readonly action: StateAction;
	/** Of a guest that is asked to shut down. */
	readonly timeoutSeconds: number;
	readonly force: boolean;
	readonly stateful: boolean;
}

const DESCRIPTIONS: Readonly<Record<StateAction, string>> = {
	start: 'Starting instance',
	stop: 'Stopping instance',
	restart: 'Restarting instance',
	freeze: 'Freezing instance',
	unfreeze: 'Unfreezing instance',
};

const LOCKS = {
	start: 'start',
	stop: 'stop',
	restart: 'restart',
	freeze: 'update',
	unfreeze: 'update',
} as const;

export function changeState(world: World, instance: Instance, order: StateOrder): OperationOrder {
	const { action } = order;
	const lock = locked(world, instance, LOCKS[action]);
	return {
		...lock,
		description: DESCRIPTIONS[action],
		seconds: secondsOf(world, instance, order),
		begin: () => {
			assertPossible(world, instance, order);
			lock.begin();
		},
		finish: () => perform(world, instance, order),
	};
}

const waitsInVain = ({ ignoresShutdown }: Instance, order: StateOrder): boolean =>
	ignoresShutdown &&
	!order.force &&
	!order.stateful &&
	(order.action === 'stop' || order.action === 'restart');

function secondsOf({ durations }: World, instance: Instance, order: StateOrder): number {
	if (waitsInVain(instance, order)) return order.timeoutSeconds;
	switch (order.action) {
		case 'start':
			return durations.start;
		case 'stop':
			return durations.stop;
		case 'restart':
			return durations.stop + durations.start;
		case 'freeze':
		case 'unfreeze':
			return durations.change;
	}
}

function assertPossible(world: World, instance: Instance, { action, stateful }: StateOrder): void {
	const on = isOn(instance);
	if (action === 'start' && on) throw new OperationFailure('The instance is already running');
	if ((action === 'stop' || action === 'restart') && !on)
		throw new OperationFailure('The instance is already stopped');
	if (action !== 'start' && !on) throw new OperationFailure('The instance is not running');
	if (action === 'stop' && stateful) assertStatePossible(world, instance);
}

function perform(world: World, instance: Instance, order: StateOrder): void {
	if (waitsInVain(instance, order)) {
		throw new OperationFailure(
			'Failed shutting down instance, status is "Running": context deadline exceeded',
		);
	}
	switch (order.action) {
		case 'start':
			return powerOn(world, instance, instance.savedMemory ?? '');
		case 'restart':
			return powerOn(world, instance);
		case 'stop': {
			const { memory } = instance;
			powerOff(instance);
			instance.savedMemory = order.stateful ? memory : null;
			return;
		}
		case 'freeze':
			instance.status = 'Frozen';
			return;
		case 'unfreeze':
			instance.status = 'Running';
			return;
	}
}
