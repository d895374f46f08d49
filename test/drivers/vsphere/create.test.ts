import { closeBenches, PLAIN, refusalOf, vsphereBench } from './bench';

afterEach(closeBenches);

describe('a snapshot', () => {
	it('takes four requests once the VM is known: a look, the order, its task, a look', async () => {
		const { simulator, driver, target, cancel } = await vsphereBench();
		const web = await target();
		simulator.clearRequests();
		await driver.createSnapshot(web, PLAIN, cancel.signal);
		expect(simulator.calls()).toBe(4);
		expect(simulator.calls('CreateSnapshot_Task')).toBe(1);
	});

	it('is quiesced by a spec that holds what was chosen', async () => {
		const { simulator, take } = await vsphereBench();
		const settings = { quiesceTimeoutMinutes: '15', vssContext: 'ctx_auto' };
		expect(await take({ quiesce: true, settings })).toMatchObject({ consistency: 'quiesced' });
		expect(simulator.calls('CreateSnapshotEx_Task')).toBe(1);
	});

	it.each(['4', '241', '7.5', 'soon', '-15'])(
		'refuses a quiesce time limit of %s before anything is sent',
		async (quiesceTimeoutMinutes) => {
			const { simulator, take } = await vsphereBench();
			const call = take({ quiesce: true, settings: { quiesceTimeoutMinutes } });
			expect(await refusalOf(call)).toMatchObject({ code: 'INVALID_INPUT' });
			expect(simulator.calls('CreateSnapshotEx_Task')).toBe(0);
		},
	);

	it('before 6.5 refuses options for quiescing that are not known there', async () => {
		const { take } = await vsphereBench({ apiVersion: '6.0' });
		const call = take({ quiesce: true, settings: { vssContext: 'ctx_backup' } });
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code: 'UNSUPPORTED' });
		expect(error.message).toContain('Windows Guests Quiesce By');
	});

	it('is not quiesced without VMware Tools, and nothing is ordered', async () => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.setTools(vm, 'notRunning');
		const error = await refusalOf(take({ quiesce: true }));
		expect(error).toMatchObject({ code: 'TASK_FAILED', option: 'quiesce' });
		expect(simulator.calls('CreateSnapshotEx_Task')).toBe(0);
	});

	it('that vSphere fails to quiesce leaves nothing behind', async () => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.failQuiesce(vm, 'ApplicationQuiesceFault');
		expect(await refusalOf(take({ quiesce: true }))).toMatchObject({ option: 'quiesce' });
		expect(simulator.snapshotsOf(vm)).toEqual([]);
	});

	it('with the memory is not quiesced as well', async () => {
		const { simulator, take } = await vsphereBench({ quirks: { memoryAndQuiesce: 'both' } });
		expect(await take({ memory: true, quiesce: true })).toMatchObject({ consistency: 'memory' });
		expect(simulator.calls('CreateSnapshotEx_Task')).toBe(0);
	});

	it('is found though vSphere forgot its task', async () => {
		const { simulator, take } = await vsphereBench({ pace: 1 });
		let looks = 0;
		simulator.fault(
			({ body }) => JSON.stringify(body).includes('RetrievePropertiesEx') && ++looks === 8,
			{ kind: 'meanwhile', happens: () => simulator.forgetTasks() },
		);
		expect(await take()).toMatchObject({ name: 'nightly-1', state: 'ready' });
	});

	it.each([
		['snapshotOperationsSupported', {}],
		['memorySnapshotsSupported', { memory: true }],
		['quiescedSnapshotsSupported', { quiesce: true }],
	] as const)('is refused at once where the VM says %s: no', async (flag, request) => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.change(vm, ({ capability }) => Object.assign(capability, { [flag]: false }));
		expect(await refusalOf(take(request))).toMatchObject({ code: 'UNSUPPORTED' });
		expect(simulator.snapshotsOf(vm)).toEqual([]);
	});

	it('that another worker made under the same name in between is taken back', async () => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.fault('CreateSnapshot_Task', {
			kind: 'meanwhile',
			happens: () => simulator.addSnapshot(vm, { name: 'nightly-1', description: 'the first' }),
		});
		expect(await refusalOf(take())).toMatchObject({ code: 'CONFLICT' });
		expect(simulator.snapshotsOf(vm).map(({ description }) => description)).toEqual(['the first']);
	});

	it('keeps a name with a percent sign, and refuses what vSphere would read as another', async () => {
		const { take } = await vsphereBench();
		expect((await take({ name: '100% a/b\\c' })).name).toBe('100% a/b\\c');
		expect(await refusalOf(take({ name: 'a%2Fb' }))).toMatchObject({ code: 'INVALID_INPUT' });
	});
});

describe('disks that need consolidation', () => {
	it('keep a snapshot from being taken while it runs: the VM is BUSY', async () => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.needConsolidation(vm);
		simulator.lock(vm, 'VirtualMachine.consolidateDisks');
		const error = await refusalOf(take());
		expect(error).toMatchObject({ code: 'BUSY' });
		expect(error.message).toContain('VirtualMachine.consolidateDisks');
		expect(simulator.calls('CreateSnapshot_Task')).toBe(0);
	});

	it.each([
		['warn', true, 1],
		['consolidate', false, 1],
		['fail', true, 0],
	] as const)('are treated as chosen: %s', async (ifConsolidationNeeded, isNeeded, snapshots) => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.needConsolidation(vm);
		const outcome = await take({ settings: { ifConsolidationNeeded } }).catch((e: unknown) => e);
		if (ifConsolidationNeeded === 'fail') expect(outcome).toMatchObject({ code: 'CONFLICT' });
		expect(simulator.snapshotsOf(vm)).toHaveLength(snapshots);
		expect(simulator.consolidationNeeded(vm)).toBe(isNeeded);
	});
});
