import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { removeSnapshot } from '../../../snapshots/operations/remove';
import { restoreAsNew } from '../../../snapshots/operations/restoreAsNew';
import { nightly, PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches } from './bench';
import { bodies, given, request } from './givenVm';

afterEach(closeBenches);

describe('creating a snapshot of a VM', () => {
	it('addresses the machine, not the VM, and says outright that it never expires', async () => {
		const bench = await given();
		await bench.driver.createSnapshot(bench.target, request, bench.signal);
		const machine = bench.simulator.machineKeyOf(Number(bench.target.id));
		expect(machine).not.toBe(Number(bench.target.id));
		expect(bodies(bench, 'machine_snapshots')).toEqual([
			expect.objectContaining({ machine, expires_type: 'never', expires: 0, quiesce: false }),
		]);
	});

	it('never sends a retention, which VergeOS would drop without a word', async () => {
		const bench = await given();
		const expiresAt = new Date('2026-12-24T18:00:00.000Z');
		const made = await bench.driver.createSnapshot(
			bench.target,
			{ ...request, expiresAt },
			bench.signal,
		);
		expect(made.expiresAt).toEqual(expiresAt);
		const [body] = bodies(bench, 'machine_snapshots');
		expect(body).toMatchObject({ expires_type: 'date', expires: expiresAt.getTime() / 1000 });
		expect(body).not.toHaveProperty('retention');
	});

	it.each(['dead', 'none'] as const)(
		'fails before anything is made when quiescing is required and the agent is %s',
		async (agent) => {
			const bench = await given({ name: 'web-01', agent });
			const order = nightly({ quiesce: 'require' });
			const error = await rejectionOf(createSnapshot(bench.on, bench.target, order));
			expect(error).toMatchObject({ code: 'TASK_FAILED', option: 'quiesce' });
			expect(bench.simulator.count('POST')).toBe(0);
		},
	);

	it('goes on with a warning when quiescing is preferred and there is no agent', async () => {
		const bench = await given({ name: 'web-01', agent: 'dead' });
		const order = nightly({ quiesce: 'prefer' });
		const { snapshot, warnings } = await createSnapshot(bench.on, bench.target, order);
		expect(snapshot.consistency).toBe('crash');
		expect(warnings.map(({ code }) => code)).toContain('QUIESCE_NOT_ACHIEVED');
	});

	it('takes away again what was required to be quiesced and is not', async () => {
		const bench = await given({ name: 'web-01', agent: 'frozen' });
		const order = nightly({ quiesce: 'require' });
		const error = await rejectionOf(createSnapshot(bench.on, bench.target, order));
		expect(error).toMatchObject({ code: 'TASK_FAILED', option: 'quiesce' });
		expect(await bench.driver.listSnapshots(bench.target, bench.signal)).toEqual([]);
	});

	it('understands a refusal to quiesce as one', async () => {
		const quiesceWithoutAgent = { status: 422, text: 'Guest agent did not respond' };
		const bench = await given(
			{ name: 'web-01', agent: 'frozen' },
			{ quirks: { quiesceWithoutAgent } },
		);
		const order = nightly({ quiesce: 'prefer' });
		const { snapshot } = await createSnapshot(bench.on, bench.target, order);
		expect(snapshot.consistency).toBe('crash');
	});

	it.each(['dropAfter', 'malformed'] as const)(
		'finds what was made though the answer was lost (%s), and never makes a second one',
		async (kind) => {
			const bench = await given();
			bench.simulator.fault('POST /machine_snapshots', { kind });
			const { snapshot } = await createSnapshot(bench.on, bench.target, nightly());
			const listed = await bench.driver.listSnapshots(bench.target, bench.signal);
			expect(listed.map(({ id }) => id)).toEqual([snapshot.id]);
			expect(bench.simulator.count('POST', '/machine_snapshots')).toBe(1);
		},
	);

	it('waits out too many requests, and a lock, then makes one', async () => {
		const bench = await given();
		bench.simulator.fault('POST /machine_snapshots', { kind: 'tooManyRequests' }, 2);
		const { action } = await createSnapshot(bench.on, bench.target, nightly());
		expect(action).toBe('created');
		expect(await bench.driver.listSnapshots(bench.target, bench.signal)).toHaveLength(1);
	});
});

describe('a snapshot of another VM addressed by its key', () => {
	it('is refused by every method that takes one, and stays', async () => {
		const bench = await given();
		const { driver, signal, target } = bench;
		const other = await bench.find('vm', 'first');
		const foreign = await driver.createSnapshot(other, request, signal);
		const restoring = { name: 'copy', connectNetwork: false, powerOn: false };
		for (const attempt of [
			() => driver.deleteSnapshot(target, foreign, signal),
			() => driver.revertToSnapshot(target, foreign, { power: 'running' }, signal),
			() => driver.restoreAsNew(target, foreign, restoring, signal),
			() => driver.updateSnapshot?.(target, foreign, { description: 'x' }, signal),
		]) {
			const error = await rejectionOf(Promise.resolve(attempt()));
			expect(error).toMatchObject({ code: 'CONFLICT' });
			expect(String(error)).toContain('does not belong to web-01');
		}
		expect(await driver.listSnapshots(other, signal)).toEqual([foreign]);
		expect(bench.simulator.count('POST', '/vm_actions')).toBe(0);
	});
});

describe('restoring a VM as new', () => {
	const order = {
		snapshot: { by: 'newestManaged' },
		newName: 'web-01 restored',
		connectNetwork: false,
		powerOn: true,
		patience: PATIENCE,
	} as const;

	it('keeps the MAC addresses only when a person asks for that', async () => {
		const bench = await given();
		await createSnapshot(bench.on, bench.target, nightly());
		const settings = { keepMacAddresses: true };
		const kept = await restoreAsNew(bench.on, bench.target, { ...order, settings });
		const fresh = await restoreAsNew(bench.on, bench.target, { ...order, newName: 'fresh' });
		const macs = (id: string) => bench.simulator.network(Number(id)).addresses;
		expect(macs(kept.newTarget.id)).toEqual(macs(bench.target.id));
		expect(macs(fresh.newTarget.id)).not.toEqual(macs(bench.target.id));
	});

	it('unplugs every network card before the new VM is started', async () => {
		const bench = await given({ name: 'web-01', networkCards: 3 });
		await createSnapshot(bench.on, bench.target, nightly());
		const { newTarget } = await restoreAsNew(bench.on, bench.target, order);
		expect(bench.simulator.network(Number(newTarget.id)).connected).toBe(false);
		const changes = bench.simulator.requests.filter(({ method }) => method !== 'GET');
		const paths = changes.map(({ method, path }) => `${method} ${path.replace(/\d+$/, '#')}`);
		expect(paths.slice(-4)).toEqual([
			'PUT /api/v4/machine_nics/#',
			'PUT /api/v4/machine_nics/#',
			'PUT /api/v4/machine_nics/#',
			'POST /api/v4/vm_actions',
		]);
	});

	it('removes the new VM again when it can’t be finished', async () => {
		const bench = await given();
		await createSnapshot(bench.on, bench.target, nightly());
		bench.simulator.fault('PUT /machine_nics', {
			kind: 'answer',
			status: 403,
			body: { err: 'no' },
		});
		const error = await rejectionOf(restoreAsNew(bench.on, bench.target, order));
		expect(error).toMatchObject({ code: 'FORBIDDEN' });
		expect(() => bench.simulator.keyOf('vm', order.newName)).toThrow();
		expect(bench.simulator.keyOf('vm', 'web-01')).toBe(Number(bench.target.id));
	});

	it('names what is left when that fails, too', async () => {
		const bench = await given();
		await createSnapshot(bench.on, bench.target, nightly());
		const fault = { kind: 'answer', status: 403, body: { err: 'no' } } as const;
		bench.simulator.fault('PUT /machine_nics', fault);
		bench.simulator.fault('DELETE /vms', fault);
		const error = await rejectionOf(restoreAsNew(bench.on, bench.target, order));
		expect(String(error)).toContain(`half-made VM ${order.newName}`);
	});

	it('says under which name something may be there when the answer was lost', async () => {
		const bench = await given();
		await createSnapshot(bench.on, bench.target, nightly());
		bench.simulator.fault('POST /vm_actions', { kind: 'dropAfter' });
		const error = await rejectionOf(restoreAsNew(bench.on, bench.target, order));
		expect(error).toMatchObject({ code: 'UNREACHABLE' });
		expect(String(error)).toContain(order.newName);
		expect(bench.simulator.count('POST', '/vm_actions')).toBe(1);
	});
});

describe('deleting a snapshot of a VM', () => {
	it('is done though the answer was lost', async () => {
		const bench = await given();
		const { snapshot } = await createSnapshot(bench.on, bench.target, nightly());
		bench.simulator.fault('DELETE /machine_snapshots', { kind: 'dropAfter' });
		const choice = { by: 'id', value: snapshot.id } as const;
		const order = { snapshot: choice, includeForeign: false, preview: false, patience: PATIENCE };
		expect((await removeSnapshot(bench.on, bench.target, order)).action).toBe('deleted');
		expect(await bench.driver.listSnapshots(bench.target, bench.signal)).toEqual([]);
	});

	it('is a failure when VergeOS takes the order and the snapshot stays', async () => {
		const bench = await given();
		const { driver, target, signal } = bench;
		const snapshot = await driver.createSnapshot(target, request, signal);
		const ignored = { kind: 'answer', status: 200 } as const;
		bench.simulator.fault('DELETE /machine_snapshots', ignored);
		const error = await rejectionOf(driver.deleteSnapshot(target, snapshot, signal));
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(String(error)).toContain('is still there');
	});
});
