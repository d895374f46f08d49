import { memoryCapabilities } from '../../../drivers/memory/capabilities';
import { memoryDriver } from '../../../drivers/memory/driver';
import { MemorySystem, type MemorySystemOptions } from '../../../drivers/memory/system';
import type { System } from '../../../nodes/shared/systems/system';
import type { Clock } from '../../../snapshots/clock';
import { manualClock, type ManualClock } from '../../support/clock';

/** The world of one test: a system in memory, time that jumps, and a count of connections. */
export interface Lab {
	readonly system: MemorySystem;
	readonly clock: ManualClock;
	opened: number;
	closed: number;
	/** What opening a connection fails with, if it does. */
	refusal?: Error;
	/** Called at each attempt to create a snapshot. */
	onCreate?: () => void;
	/** The credentials that connections were opened with. */
	readonly logins: unknown[];
}

let current: Lab | undefined;

export function newLab(options: Omit<MemorySystemOptions, 'clock'> = {}): Lab {
	const clock = manualClock('2026-11-22T10:00:00.000Z', { autoAdvance: true });
	const system = new MemorySystem({ system: 'libvirt', machines: MACHINES, ...options, clock });
	current = { system, clock, opened: 0, closed: 0, logins: [] };
	return current;
}

const MACHINES = [
	{ id: 'id-web-01', name: 'web-01', tags: ['production'] },
	{ id: 'id-web-02', name: 'web-02', tags: ['production'] },
	{ id: 'id-db-01', name: 'db-01', tags: ['production', 'database'], powerState: 'stopped' },
] as const;

function lab(): Lab {
	if (current === undefined) throw new Error('Call newLab() first');
	return current;
}

/** Stands in for `nodes/shared/clock`. */
export const clock: Clock = {
	now: () => lab().clock.now(),
	sleep: async (milliseconds, signal) => await lab().clock.sleep(milliseconds, signal),
};

/** Stands in for the list in `nodes/shared/systems`: what the nodes take for libvirt is in memory. */
export const SYSTEMS: readonly [System] = [
	{
		id: 'libvirt',
		title: 'libvirt (KVM/QEMU)',
		credential: 'libvirtSshApi',
		capabilities: memoryCapabilities(),
		async open(_transports, credentials) {
			const world = lab();
			if (world.refusal !== undefined) throw world.refusal;
			world.opened += 1;
			world.logins.push(credentials);
			const driver = memoryDriver(world.system);
			const close = driver.close.bind(driver);
			driver.close = async () => {
				world.closed += 1;
				await close();
			};
			const create = driver.createSnapshot.bind(driver);
			driver.createSnapshot = async (...order) => {
				world.onCreate?.();
				return await create(...order);
			};
			return driver;
		},
	},
];
