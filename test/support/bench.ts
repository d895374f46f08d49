import type { Connection } from '../../snapshots/connection';
import type { CreateOrder } from '../../snapshots/operations/create/createOrder';
import { memoryDriver, type MemoryDriver } from '../../drivers/memory/driver';
import type { MemorySystemOptions } from '../../drivers/memory/system';
import { manualClock, type ManualClock } from './clock';

export const PATIENCE = { waitWhileLockedSeconds: 600, timeLimitSeconds: 3600 };

export interface OperationsBench {
	readonly on: Connection;
	readonly driver: MemoryDriver;
	readonly clock: ManualClock;
	readonly cancel: AbortController;
}

/** An in-memory system with web-01 (vm-1, running) and db-01 (vm-2, stopped), on a clock that jumps. */
export function operationsBench(
	options: Partial<MemorySystemOptions> = {},
	at = '2026-11-22T02:00:00.000Z',
): OperationsBench {
	const clock = manualClock(at, { autoAdvance: true });
	const machines = [
		{ name: 'web-01', tags: ['production'] },
		{ name: 'db-01', powerState: 'stopped' as const },
	];
	const driver = memoryDriver({ clock, machines, ...options });
	const cancel = new AbortController();
	return { on: { driver, clock, signal: cancel.signal, random: () => 0.5 }, driver, clock, cancel };
}

/** A due period's order at a fixed instant, as the nightly profile gives it. */
export const nightly = (overrides: Partial<CreateOrder> = {}): CreateOrder => ({
	identity: {
		profile: 'Nightly',
		period: 'Daily',
		scheduledAt: new Date('2026-11-22T02:00:00.000Z'),
	},
	memory: false,
	quiesce: 'off',
	patience: PATIENCE,
	...overrides,
});

/** An on-demand order; the same run key is the same order. */
export const onDemand = (runKey: string, overrides: Partial<CreateOrder> = {}): CreateOrder =>
	nightly({ identity: { profile: 'On Demand', runKey }, ...overrides });
