import type { Order, Rule, Schedule, Snapshot, Task, Vm } from './entities';
import type { World } from './world';

/** The product's own; tasks that nobody gives a priority to. */
export const USUAL_PRIORITY = 50;

const order = (values: Pick<Order, 'type'> & Partial<Order>): Order => ({
	priority: USUAL_PRIORITY,
	vm: null,
	rule: null,
	schedule: null,
	snapshot: null,
	windowEnd: null,
	retries: 0,
	...values,
});

export function queueSnapshot(world: World, vm: Vm, rule: Rule, priority: number): Task {
	const { onDemandWindowSeconds: window } = world.quirks;
	const windowEnd = window === null ? null : world.now() + window * 1000;
	const retries = rule.policy.settings.retryCount;
	return world.queue.add(order({ type: 'SNAPSHOT', vm, rule, priority, windowEnd, retries }));
}

/** A schedule has started: one task for each VM of each policy that uses it. */
export function queueScheduled(world: World, schedule: Schedule): void {
	const { execution } = schedule.settings;
	const window =
		execution.type === 'TIME' ? execution.startWindowLength : execution.interval.frequency;
	for (const rule of world.rules.values()) {
		const { policy } = rule;
		if (!policy.settings.active || !rule.schedules.includes(schedule)) continue;
		const { priority, retryCount: retries } = policy.settings;
		const windowEnd = world.now() + window;
		for (const vm of world.vmsOf(policy)) {
			const own = { vm, rule, schedule, priority, windowEnd, retries };
			world.queue.add(order({ type: 'SNAPSHOT', ...own }));
		}
	}
}

export const queueReversion = (world: World, snapshot: Snapshot): Task =>
	world.queue.add(order({ type: 'SNAPSHOT_REVERSION', vm: snapshot.vm, snapshot }));

export const queueRemoval = (world: World, vm: Vm): Task =>
	world.queue.add(order({ type: 'OLD_SNAPSHOTS_REMOVAL', vm }));

export function queueDailyRemovals(world: World): void {
	for (const vm of world.vms.values()) if (vm.snapshotPolicy !== null) queueRemoval(world, vm);
}

export const queueInventorySync = (world: World): Task => world.queue.add(order({ type: 'INDEX' }));
