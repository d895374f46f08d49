import type { ErrorCode, SnapshotError } from '../../../snapshots/errors';
import { Fault } from '../../simulators/vsphere';
import { closeBenches, refusalOf, soapFault, vsphereBench, type VsphereBench } from './bench';

afterEach(closeBenches);

/** Every fault that the facts name for a snapshot, and what it means to a person. */
type Meaning = readonly [type: string, code: ErrorCode, option?: SnapshotError['option']];

const FAULTS: readonly Meaning[] = [
	['NoPermission', 'FORBIDDEN'],
	['ManagedObjectNotFound', 'NOT_FOUND'],
	['TaskInProgress', 'BUSY'],
	['ConcurrentAccess', 'BUSY'],
	['FileLocked', 'BUSY'],
	['InvalidPowerState', 'CONFLICT'],
	['InvalidState', 'CONFLICT'],
	['VmConfigFault', 'CONFLICT'],
	['SnapshotNoChange', 'CONFLICT'],
	['SnapshotLocked', 'CONFLICT'],
	['DuplicateName', 'CONFLICT'],
	['InvalidName', 'INVALID_INPUT'],
	['InvalidArgument', 'INVALID_INPUT'],
	['NotSupported', 'UNSUPPORTED'],
	['RestrictedVersion', 'UNSUPPORTED'],
	['SnapshotDisabled', 'UNSUPPORTED'],
	['MultipleSnapshotsNotSupported', 'UNSUPPORTED'],
	['SnapshotIncompatibleDeviceInVm', 'UNSUPPORTED'],
	['SnapshotCloneNotSupported', 'UNSUPPORTED'],
	['SnapshotCopyNotSupported', 'UNSUPPORTED'],
	['NoDiskSpace', 'QUOTA'],
	['InsufficientResourcesFault', 'QUOTA'],
	['TooManySnapshotLevels', 'QUOTA'],
	['ApplicationQuiesceFault', 'TASK_FAILED', 'quiesce'],
	['FilesystemQuiesceFault', 'TASK_FAILED', 'quiesce'],
	['MemorySnapshotOnIndependentDisk', 'CONFLICT', 'memory'],
	['FileFault', 'TASK_FAILED'],
	['HostNotConnected', 'UNREACHABLE'],
	['RequestCanceled', 'TASK_FAILED'],
	['SomethingOfTomorrow', 'TASK_FAILED'],
];

const refusedByCall = async ({ simulator, take }: VsphereBench, type: string) => {
	const answer = { kind: 'answer' as const, status: 500, body: soapFault(type) };
	simulator.fault('CreateSnapshot_Task', answer);
	return await refusalOf(take());
};

const refusedByTask = async ({ simulator, take }: VsphereBench, type: string) => {
	simulator.failTasks(new Fault(type, `Ŵörds of ${type}`));
	return await refusalOf(take());
};

describe.each([
	['by the call', refusedByCall],
	['by the task', refusedByTask],
])('a fault told %s', (_how, refused) => {
	const table = FAULTS.map(([type, code, option]) => ({ type, code, option }));

	it.each(table)('$type is $code, whatever its words', async ({ type, code, option }) => {
		const bench = await vsphereBench();
		const error = await refused(bench, type);
		expect(error).toMatchObject({ code, option });
		expect(error.message).toContain('web-01');
		expect(error.advice).not.toBe('');
		expect(bench.simulator.snapshotsOf(bench.vm)).toEqual([]);
	});
});

describe('a fault', () => {
	it('tells which privilege is missing', async () => {
		const { simulator, take } = await vsphereBench();
		const privilege = '<privilegeId>VirtualMachine.State.CreateSnapshot</privilegeId>';
		const body = soapFault('NoPermission', privilege);
		simulator.fault('CreateSnapshot_Task', { kind: 'answer', status: 500, body });
		const { message } = await refusalOf(take());
		expect(message).toContain('lacks the privilege VirtualMachine.State.CreateSnapshot');
	});

	it('tells which task holds the VM, whose it is, and since when', async () => {
		const { simulator, take, vm } = await vsphereBench();
		simulator.lock(vm, 'VirtualMachine.relocate', 'LAB\\backup');
		const { message } = await refusalOf(take());
		expect(message).toMatch(
			/web-01 is busy: .*VirtualMachine\.relocate .*LAB\\backup.* since 2026/,
		);
	});

	it('is BUSY though the task that holds the VM can’t be looked at', async () => {
		const { simulator, take, vm } = await vsphereBench();
		const task = simulator.lock(vm);
		simulator.hideProperty(task.ref.value, 'info', new Fault('NoPermission', 'Denied'));
		const error = await refusalOf(take());
		expect(error).toMatchObject({ code: 'BUSY' });
		expect(error.message).toContain(task.ref.value);
	});

	it('of a property that may not be read is FORBIDDEN', async () => {
		const { simulator, target, vm } = await vsphereBench();
		simulator.hideProperty(vm, 'runtime.powerState', new Fault('NoPermission', 'Denied'));
		expect(await refusalOf(target())).toMatchObject({ code: 'FORBIDDEN' });
	});
});

describe('what stands in front of vSphere', () => {
	it.each([
		[404, 'NOT_FOUND'],
		[403, 'FORBIDDEN'],
		[503, 'UNREACHABLE'],
		[504, 'TIMEOUT'],
		[500, 'TASK_FAILED'],
	] as const)('answers with a page and status %d: %s', async (status, code) => {
		const { simulator, take } = await vsphereBench();
		const answer = { kind: 'answer' as const, status, body: '<html><body>Sorry<br></body></html>' };
		simulator.fault('CreateSnapshot_Task', answer);
		expect(await refusalOf(take())).toMatchObject({ code });
	});
});
