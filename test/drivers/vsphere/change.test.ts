import { Fault } from '../../simulators/vsphere';
import { closeBenches, refusalOf, vsphereBench, type VsphereBench } from './bench';

afterEach(closeBenches);

const remove = async ({ driver, target, take, cancel }: VsphereBench) => {
	const snapshot = await take();
	await driver.deleteSnapshot(await target(), snapshot, cancel.signal);
};

describe('a removal', () => {
	it.each(['error', 'success'] as const)(
		'whose merge a backup keeps from a disk, told by vSphere as %s, is no success',
		async (lockedRemoval) => {
			const bench = await vsphereBench({ quirks: { lockedRemoval } });
			const { simulator, vm } = bench;
			simulator.lockFiles(vm);
			const error = await refusalOf(remove(bench));
			expect(error).toMatchObject({ code: 'TASK_FAILED', retryable: false });
			expect(error.message).toMatch(/nightly-1 of web-01 is removed, but its disks are not merged/);
			expect(error.advice).toMatch(/backup/);
			expect(simulator.snapshotsOf(vm)).toEqual([]);
			expect(simulator.consolidationNeeded(vm)).toBe(true);
		},
	);

	it('is made good by a consolidation once the disk is let go', async () => {
		const bench = await vsphereBench();
		const { simulator, vm } = bench;
		simulator.lockFiles(vm);
		simulator.fault('ConsolidateVMDisks_Task', {
			kind: 'meanwhile',
			happens: () => simulator.releaseFiles(vm),
		});
		await remove(bench);
		expect(simulator.calls('ConsolidateVMDisks_Task')).toBe(1);
		expect(simulator.consolidationNeeded(vm)).toBe(false);
	});

	it('consolidates nothing when nothing is left unmerged', async () => {
		const bench = await vsphereBench();
		await remove(bench);
		expect(bench.simulator.calls('ConsolidateVMDisks_Task')).toBe(0);
	});

	it('that fails with the snapshot still there tells why', async () => {
		const bench = await vsphereBench();
		const { simulator, vm } = bench;
		simulator.fault('RemoveSnapshot_Task', {
			kind: 'meanwhile',
			happens: () => simulator.failTasks(new Fault('NoDiskSpace', 'Full'), { at: 0 }),
		});
		expect(await refusalOf(remove(bench))).toMatchObject({ code: 'QUOTA' });
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});
});

describe('a revert', () => {
	const reverted = async (bench: VsphereBench, power: 'running' | 'stopped' | 'asSnapshot') => {
		const { driver, target, take, cancel } = bench;
		const snapshot = await take({ memory: true });
		return await driver.revertToSnapshot(await target(), snapshot, { power }, cancel.signal);
	};

	it.each([
		['suspended', 'refused'],
		['suspended', 'performed'],
		['poweredOff', 'refused'],
	] as const)(
		'to a snapshot with memory ends stopped, though vSphere leaves it %s and has power-off %s',
		async (suppressedPowerOn, powerOffSuspended) => {
			const bench = await vsphereBench({ quirks: { suppressedPowerOn, powerOffSuspended } });
			expect(await reverted(bench, 'stopped')).toMatchObject({ powerState: 'stopped' });
			expect(bench.simulator.powerOf(bench.vm)).toBe('poweredOff');
		},
	);

	it('that is done, with a VM that can’t be powered on, says both', async () => {
		const bench = await vsphereBench();
		const { driver, target, take, cancel, simulator } = bench;
		const snapshot = await take();
		simulator.failTasks(new Fault('InsufficientResourcesFault', 'No memory left'), {
			descriptionId: 'VirtualMachine.powerOn',
		});
		const call = driver.revertToSnapshot(
			await target(),
			snapshot,
			{ power: 'running' },
			cancel.signal,
		);
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(error.message).toMatch(/was reverted to nightly-1, but: .*No memory left/);
		expect(error.advice).toMatch(/The revert itself is done/);
	});

	it('is refused at once where the VM does not allow it', async () => {
		const bench = await vsphereBench();
		bench.simulator.change(bench.vm, ({ capability }) =>
			Object.assign(capability, { revertToSnapshotSupported: false }),
		);
		expect(await refusalOf(reverted(bench, 'running'))).toMatchObject({ code: 'UNSUPPORTED' });
		expect(bench.simulator.calls('RevertToSnapshot_Task')).toBe(0);
	});

	it('whose task vSphere forgot is no success', async () => {
		const bench = await vsphereBench({ pace: 1 });
		const snapshot = await bench.take();
		bench.simulator.quirks.taskLifeSeconds = 0;
		const call = bench.driver.revertToSnapshot(
			await bench.target(),
			snapshot,
			{ power: 'asSnapshot' },
			bench.cancel.signal,
		);
		const error = await refusalOf(call);
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(error.message).toContain('no longer knows');
	});
});

describe('a tree without a current snapshot', () => {
	it('is listed all the same, with none that is current', async () => {
		const { simulator, driver, target, take, vm, cancel } = await vsphereBench();
		const made = await take();
		simulator.hideCurrent(vm);
		const listed = await driver.listSnapshots(await target(), cancel.signal);
		expect(listed).toEqual([{ ...made, current: false }]);
	});
});
