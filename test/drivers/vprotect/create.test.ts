import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { nightly, onDemand } from '../../support/bench';
import { closeBenches, vprotectBench } from './bench';

afterEach(closeBenches);

const ORDER = 'POST /tasks/vm-snapshot';

describe('a snapshot on demand', () => {
	it('tells the policy, the hypervisor and its IDs, for whoever restores it there', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		const made = await bench.take(target);
		const [there] = bench.simulator.snapshotsOf(target.id);
		expect(made).toMatchObject({
			id: there?.guid,
			name: 'Daily 20261122T020000Z',
			consistency: 'crash',
			details: {
				policy: 'Daily',
				hypervisorType: 'VCENTER',
				hypervisorSnapshotId: there?.uuid,
				hypervisorVmId: there?.vm.uuid,
			},
		});
		expect(target.details).toMatchObject({ policy: 'Daily', present: true });
	});

	it('goes by the rule of the VM’s own policy, with the priority asked for', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		await bench.take(target, { priority: '75' });
		const [order] = bench.simulator.requests.filter(({ method }) => method === 'POST').slice(-1);
		expect(order?.body).toEqual({
			priority: 75,
			protectedEntities: [{ guid: target.id }],
			rule: { guid: bench.simulator.ruleOf('Daily') },
		});
	});

	it('assigns a policy first to a VM without one, and loses none of its settings', async () => {
		const bench = await vprotectBench();
		const { simulator } = bench;
		const id = simulator.addVm({ name: 'db-01', quiesce: true });
		const target = await bench.target('db-01');
		expect(target.details?.policy).toBeNull();
		await bench.take(target, { assignPolicy: 'Daily' });
		expect((await bench.target('db-01')).details?.policy).toBe('Daily');
		expect(simulator.snapshotsOf(id)).toHaveLength(1);
		expect(simulator.world.vms.get(id)?.quiesce).toBe(true);
	});

	it('leaves a VM the policy that it has', async () => {
		const bench = await vprotectBench();
		bench.simulator.addPolicy({ name: 'Weekly' });
		const target = await bench.target('web-01');
		await bench.take(target, { assignPolicy: 'Weekly' });
		expect((await bench.target('web-01')).details?.policy).toBe('Daily');
	});

	it.each(['tasks', 'references', 'empty'] as const)(
		'is waited for when its order is answered with %s',
		async (taskAnswer) => {
			const bench = await vprotectBench({ quirks: { taskAnswer }, durations: { snapshot: 90 } });
			const made = await bench.take(await bench.target('web-01'));
			expect(made.createdAt.toISOString()).toMatch(/^2026-11-22T02:0[01]/);
		},
	);

	it('waits for its turn in the queue while it is within its window', async () => {
		const bench = await vprotectBench({ durations: { snapshot: 60 }, limits: { threads: 1 } });
		const { simulator } = bench;
		simulator.addVm({ name: 'db-01', policy: 'Daily' });
		const [web, db] = [await bench.target('web-01'), await bench.target('db-01')];
		const made = await Promise.all([bench.take(web), bench.take(db)]);
		const [first = 0, second = 0] = made.map(({ createdAt }) => createdAt.getTime()).sort();
		expect(second - first).toBeGreaterThanOrEqual(59_000);
	});
});

describe('an expired session', () => {
	it('is renewed once for all calls that meet it', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		bench.simulator.expireSessions();
		bench.simulator.clearRequests();
		const { signal } = bench.cancel;
		const lists = Array.from({ length: 5 }, () => bench.on.driver.listSnapshots(target, signal));
		expect(await Promise.all(lists)).toEqual([[], [], [], [], []]);
		expect(bench.simulator.count('POST', '/session/login')).toBe(1);
	});

	it('under an order makes one task, not two', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		bench.simulator.fault(ORDER, { kind: 'sessionExpires' });
		bench.simulator.clearRequests();
		await bench.take(target);
		expect(bench.simulator.count('POST', '/session/login')).toBe(1);
		expect(bench.simulator.snapshotsOf(target.id)).toHaveLength(1);
		expect(bench.simulator.world.queue.tasks.size).toBe(1);
	});

	it('is no reason for a second order when the first one is found in the queue', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		bench.simulator.fault(ORDER, { kind: 'dropAfter' });
		bench.simulator.clearRequests();
		await bench.take(target);
		expect(bench.simulator.count('POST', '/tasks/vm-snapshot')).toBe(1);
		expect(bench.simulator.snapshotsOf(target.id)).toHaveLength(1);
	});

	it.each(['malformed', 'badGateway'] as const)(
		'or an answer that is %s leaves one snapshot at most',
		async (kind) => {
			const bench = await vprotectBench();
			const target = await bench.target('web-01');
			bench.simulator.fault(ORDER, { kind });
			await bench.take(target).catch(() => undefined);
			expect(bench.simulator.count('POST', '/tasks/vm-snapshot')).toBe(1);
			expect(bench.simulator.snapshotsOf(target.id).length).toBeLessThanOrEqual(1);
		},
	);

	it('that can’t be renewed is AUTH', async () => {
		const bench = await vprotectBench();
		const target = await bench.target('web-01');
		bench.simulator.fault('GET /virtual-machines', { kind: 'answer', status: 401 }, 2);
		expect((await bench.refused(target)).code).toBe('AUTH');
	});
});

describe('where no mark can travel', () => {
	it('a due order is met by a snapshot that was taken since it was due', async () => {
		const bench = await vprotectBench();
		const { on, simulator } = bench;
		const vm = await bench.target('web-01');
		const first = await createSnapshot(on, vm, nightly());
		const again = await createSnapshot(on, vm, nightly());
		expect([first.action, again.action]).toEqual(['created', 'existing']);
		expect(again.snapshot.id).toBe(first.snapshot.id);
		expect(first.snapshot.mark).toBeUndefined();
		expect(simulator.snapshotsOf(vm.id)).toHaveLength(1);
	});

	it('each order on demand makes another snapshot, and from the third on is warned of', async () => {
		const bench = await vprotectBench();
		const { on } = bench;
		const vm = await bench.target('web-01');
		await createSnapshot(on, vm, onDemand('run-1'));
		await createSnapshot(on, vm, onDemand('run-1'));
		const third = await createSnapshot(on, vm, onDemand('run-2'));
		expect(third.warnings.map(({ code }) => code)).toEqual(['MANY_SNAPSHOTS']);
	});

	it('an expiry is told to be lost, and a hold is refused', async () => {
		const bench = await vprotectBench();
		const { on, simulator } = bench;
		const vm = await bench.target('web-01');
		const expiresAt = new Date('2026-11-29T02:00:00.000Z');
		const made = await createSnapshot(on, vm, nightly({ expiresAt }));
		expect(made.warnings.map(({ code }) => code)).toEqual(['EXPIRY_NOT_KEPT']);
		const hold = { by: 'Zoë', reason: 'audit' };
		await expect(createSnapshot(on, vm, onDemand('run-1', { hold }))).rejects.toMatchObject({
			code: 'UNSUPPORTED',
		});
		expect(simulator.snapshotsOf(vm.id)).toHaveLength(1);
	});
});
