import type { Connection } from '../../snapshots/connection';
import type { Target } from '../../snapshots/model';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { revertToSnapshot } from '../../snapshots/operations/revert/revertToSnapshot';
import { PATIENCE, nightly } from '../support/bench';
import { BadInputBench, foreignSnapshot, passingTime, stateOf, until } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

/** The pool's reminder and the time limit. */
const AT_REST = 2;

const ADVICE =
	'Waited 10 min. Run again when the other task is done, or raise Wait While Locked in the options. Nothing was changed.';

const snapshot = { by: 'name', value: 'before' } as const;
const OPERATIONS: ReadonlyArray<
	readonly [string, (on: Connection, vm: Target) => Promise<unknown>]
> = [
	['create', async (on, vm) => await createSnapshot(on, vm, nightly({ memory: true }))],
	[
		'revert',
		async (on, vm) =>
			await revertToSnapshot(on, vm, {
				snapshot,
				power: 'asBefore',
				safetySnapshot: false,
				runKey: 'run-1',
				patience: PATIENCE,
			}),
	],
	[
		'delete',
		async (on, vm) =>
			await removeSnapshot(on, vm, {
				snapshot,
				includeForeign: true,
				preview: false,
				patience: PATIENCE,
			}),
	],
];

describe.each(OPERATIONS)('to %s on a locked VM', (_verb, act) => {
	it('waits for ten minutes, then tells who holds it; nothing was changed', async () => {
		const { simulator, on, clock, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		await foreignSnapshot(simulator, 'web-01', 'before');
		const target = await vm('web-01');
		const before = stateOf(simulator);
		simulator.host.lock('web-01', 'remoteDispatchDomainBackupBegin');

		const work = passingTime(clock, AT_REST, act(on, target));
		expect(await bench.shown(work)).toEqual({
			code: 'BUSY',
			message: 'web-01 is locked by another task (held by monitor=remoteDispatchDomainBackupBegin)',
			description: ADVICE,
		});
		expect(clock.elapsedMilliseconds()).toBeGreaterThanOrEqual(600_000);
		expect(stateOf(simulator)).toBe(before);
	});

	it('goes on as soon as the lock is free', async () => {
		const { simulator, on, clock, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		await foreignSnapshot(simulator, 'web-01', 'before');
		const target = await vm('web-01');
		const unlock = simulator.host.lock('web-01', 'remoteDispatchDomainBackupBegin');

		const work = act(on, target);
		await until(() => clock.sleepers() > AT_REST);
		unlock();
		await passingTime(clock, AT_REST, work);
		expect(clock.elapsedMilliseconds()).toBeLessThan(5_000);
	});
});

it('a block job is told as the lock that it is', async () => {
	const { simulator, on, clock, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
	const target = await vm('web-01');
	simulator.host.vm('web-01').activeBlockJob = true;
	const before = stateOf(simulator);

	const work = passingTime(clock, AT_REST, createSnapshot(on, target, nightly()));
	expect(await bench.shown(work)).toEqual({
		code: 'BUSY',
		message:
			'web-01 is locked by a block job: Requested operation is not valid: domain has active block job',
		description: ADVICE,
	});
	expect(stateOf(simulator)).toBe(before);
});
