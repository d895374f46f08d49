import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { revertToSnapshot } from '../../snapshots/operations/revert/revertToSnapshot';
import type { RevertOrder } from '../../snapshots/operations/revert/revertOrder';
import { PATIENCE, nightly, onDemand } from '../support/bench';
import { BadInputBench, stateOf, until } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const vms = [{ name: 'web-01' }];

const order = (id: string, safetySnapshot = false): RevertOrder => ({
	snapshot: { by: 'id', value: id },
	power: 'asBefore',
	safetySnapshot,
	runKey: 'run-1',
	patience: PATIENCE,
});

describe('a revert on libvirt 9.0', () => {
	const LIMIT =
		'It is a disk-only (external) snapshot, and libvirt 9.0.0 can’t go back past newer ones; libvirt 9.9.0 and later can.';

	it('past a newer disk-only snapshot is refused with the way out, and nothing was changed', async () => {
		const { simulator, on, vm } = await bench.given({ vms });
		const target = await vm('web-01');
		const older = await createSnapshot(on, target, onDemand('older'));
		simulator.host
			.vm('web-01')
			.snapshots.forEach((one) => Object.assign(one, { createdAtSeconds: 1 }));
		const newer = await createSnapshot(on, target, onDemand('newer'));
		const before = stateOf(simulator);

		const work = revertToSnapshot(on, target, order(older.snapshot.id));
		expect(await bench.shown(work)).toEqual({
			code: 'CONFLICT',
			message: `web-01 can be reverted to its newest snapshot only: ${LIMIT}`,
			description: `Newer ones stand in the way: ${newer.snapshot.name}. Delete them first, newest first. Nothing was changed.`,
		});
		expect(stateOf(simulator)).toBe(before);
	});

	it('that is cancelled while files are swapped is finished all the same, before the connection closes', async () => {
		let goOn = (): void => undefined;
		const gate = new Promise<void>((resolve) => (goOn = resolve));
		const { simulator, on, cancel, vm } = await bench.given({ vms, sleep: () => gate });
		const { host } = simulator;
		host.write('web-01', 'as of last night');
		const target = await vm('web-01');
		const { snapshot } = await createSnapshot(on, target, nightly());
		host.write('web-01', 'as of today');

		simulator.fault('chown', { kind: 'delay', milliseconds: 1 });
		const shown = bench.shown(revertToSnapshot(on, target, order(snapshot.id)));
		await until(() => simulator.count('chown') > 0);
		cancel.abort();
		expect(await shown).toEqual({
			code: 'CANCELLED',
			message: 'Cancelled while reverting web-01',
			description: 'The system may still be reverting web-01. Look there before you run again.',
		});
		const closing = on.driver.close();
		goOn();
		await closing;
		expect(host.read('web-01')).toBe('as of last night');
		expect([...host.images.files.keys()].filter((path) => path.endsWith('.reverting'))).toEqual([]);
	});
});
