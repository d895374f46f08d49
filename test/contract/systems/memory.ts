import { memoryDriver } from '../../../drivers/memory/driver';
import type { MemoryRestrictions } from '../../../drivers/memory/capabilities';
import type { CreateRequest } from '../../../snapshots/driver';
import { manualClock } from '../../support/clock';
import type { SystemUnderTest, SystemUnderTestFactory } from '../systemUnderTest';

/** A fresh in-memory system for each test. */
export const memorySystem =
	(
		restrictions: MemoryRestrictions,
		shape: Pick<CreateRequest, 'memory'> = { memory: false },
	): SystemUnderTestFactory =>
	async () => {
		const clock = manualClock(undefined, { autoAdvance: true });
		const driver = memoryDriver({ ...restrictions, clock });
		const { controls } = driver;
		const sut: SystemUnderTest = {
			driver,
			level: 'vm',
			clock,
			targets: {
				runningWithAgent: controls.add({ name: 'web-01', tags: ['prod', 'web'] }),
				runningWithoutAgent: controls.add({ name: 'db-01', agent: 'absent' }),
				stopped: controls.add({ name: 'Old "Box"; $(id)', powerState: 'stopped' }),
			},
			request: (overrides) => ({ description: '', quiesce: false, ...shape, ...overrides }),
			lock: async ({ id }) => {
				controls.lock(id, 'a backup');
				return { holder: 'a backup' };
			},
			unlock: async ({ id }) => controls.unlock(id),
			write: async ({ id }, disk) => controls.write(id, { disk }),
			read: async ({ id }) => controls.read(id).disk,
			memory: {
				write: async ({ id }, memory) => controls.write(id, { memory }),
				read: async ({ id }) => controls.read(id).memory,
			},
			network: async ({ id }) => {
				const { connected, macAddress } = controls.network(id);
				return { connected, addresses: [macAddress] };
			},
			stall: async () => {
				controls.stalled = true;
			},
			grow: async (count) => {
				for (let number = 1; number <= count; number++) {
					const target = controls.add({ name: `more-${number}`, powerState: 'stopped' });
					for (const name of ['nightly-1', 'nightly-2']) {
						const request = sut.request({ name });
						await driver.createSnapshot(target, request, new AbortController().signal);
					}
				}
			},
			requests: () => controls.requests.total(),
			badName: 'a/b',
			close: async () => await driver.close(),
		};
		return sut;
	};
