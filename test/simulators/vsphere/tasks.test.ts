import { Fault, faults } from './index';
import { removal, snapshotCalled, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CREATE = 'CreateSnapshot_Task';

async function order({ client }: Given, vm: string, name = 's'): Promise<string> {
	return await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled(name));
}

describe('a task', () => {
	it('is queued, runs with progress, and succeeds, by the clock', async () => {
		const given = await bench.given({ pace: 1 });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await order(given, vm);
		const queued = await client.info(task);
		expect(queued).toMatchObject({ state: 'queued', cancelled: 'false', cancelable: 'true' });
		expect(queued).toMatchObject({ entity: vm, entityName: 'web-01', key: task });
		expect(queued.userName).toBe('administrator@vsphere.local');
		expect(Object.keys(queued)).not.toContain('progress');
		await clock.advance(2500);
		expect(await client.info(task)).toMatchObject({ state: 'running', progress: '50' });
		expect(simulator.snapshotsOf(vm)).toEqual([]);
		await clock.advance(2000);
		const done = await client.info(task);
		expect(done.state).toBe('success');
		expect(done.queueTime).toBe('2026-11-22T02:00:00.123000Z');
		expect(done.startTime).toBe('2026-11-22T02:00:00.623000Z');
		expect(done.completeTime).toBe('2026-11-22T02:00:04.623000Z');
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});

	it('that merges disks lingers at 95 per cent', async () => {
		const { simulator, client, clock } = await bench.given({ pace: 1 });
		const vm = simulator.addVm({ name: 'web-01' });
		const snapshot = simulator.addSnapshot(vm);
		const task = await client.returned(
			'RemoveSnapshot_Task',
			`VirtualMachineSnapshot:${snapshot}`,
			removal(false),
		);
		for (const seconds of [8, 10]) {
			await clock.advance(seconds * 1000);
			expect(await client.info(task)).toMatchObject({ state: 'running', progress: '95' });
		}
		await clock.advance(5000);
		expect((await client.info(task)).state).toBe('success');
	});

	it('is gone ten minutes after its end', async () => {
		const given = await bench.given();
		const { simulator, client, clock } = given;
		const task = await order(given, simulator.addVm({ name: 'web-01' }));
		await clock.advance(599_000);
		expect((await client.info(task)).state).toBe('success');
		await clock.advance(2000);
		await expect(client.info(task)).rejects.toThrow('xsi:type="ManagedObjectNotFound"');
	});

	it('can be gone at once', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const task = await order(given, simulator.addVm({ name: 'web-01' }));
		simulator.forgetTasks();
		await expect(client.info(task)).rejects.toThrow('ManagedObjectNotFound');
	});

	it('can be made to fail, in the middle too, in the words of the server', async () => {
		const translate = (english: string): string => `DE: ${english}`;
		const given = await bench.given({ pace: 1, quirks: { translate } });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const descriptionId = 'VirtualMachine.createSnapshot';
		simulator.failTasks(faults.noDiskSpace('datastore1'), { descriptionId, at: 0.5 });
		const task = await order(given, vm);
		await clock.advance(2500);
		expect(await client.info(task)).toMatchObject({
			state: 'error',
			error: 'NoDiskSpace',
			datastore: 'datastore1',
			localizedMessage: "DE: Insufficient disk space on datastore 'datastore1'.",
		});
		const second = await order(given, vm);
		await clock.advance(5000);
		expect((await client.info(second)).state).toBe('success');
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});

	it('can be told never to end', async () => {
		const given = await bench.given();
		const { simulator, client, clock } = given;
		simulator.fault(CREATE, { kind: 'neverSettles' });
		const task = await order(given, simulator.addVm({ name: 'web-01' }));
		await clock.advance(86_400_000);
		expect(await client.info(task)).toMatchObject({ state: 'running', progress: '0' });
	});

	it('on a VM that is removed meanwhile fails', async () => {
		const given = await bench.given({ pace: 1 });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await order(given, vm);
		simulator.removeVm(vm);
		await clock.advance(10_000);
		expect((await client.info(task)).error).toBe('ManagedObjectNotFound');
	});
});

describe('while a task is at work on a VM', () => {
	it('every other change of the VM is refused with TaskInProgress, naming the task', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const neighbour = simulator.addVm({ name: 'db-01' });
		const snapshot = `VirtualMachineSnapshot:${simulator.addSnapshot(vm)}`;
		const holder = simulator.lock(vm);
		const on = `VirtualMachine:${vm}`;
		const answers = [
			await client.call(CREATE, on, snapshotCalled('s')),
			await client.call('RevertToSnapshot_Task', snapshot),
			await client.call('RemoveSnapshot_Task', snapshot, removal(false)),
			await client.call('RenameSnapshot', snapshot, '<name>n</name>'),
			await client.call('ConsolidateVMDisks_Task', on),
			await client.call('PowerOffVM_Task', on),
			await client.call('Destroy_Task', on),
		];
		for (const { fault, xml } of answers) {
			expect(fault).toBe('TaskInProgress');
			expect(xml).toContain(`<task type="Task">${holder.ref.value}</task>`);
		}
		expect(await client.info(holder.ref.value)).toMatchObject({
			state: 'running',
			descriptionId: 'VirtualMachine.relocate',
			userName: 'VSPHERE.LOCAL\\backup',
		});
		await order(given, neighbour);
		simulator.unlock(vm);
		await order(given, vm);
		expect(simulator.snapshotsOf(vm)).toHaveLength(2);
	});

	it('the refusal may come by a task of its own, which keeps nobody from anything', async () => {
		const given = await bench.given({ quirks: { refusals: 'byTask' } });
		const { simulator, client } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const holder = simulator.lock(vm);
		const { info } = await client.properties(`Task:${await order(given, vm)}`, 'info');
		expect(info).toContain('<state>error</state>');
		expect(info).toContain(
			`<fault xsi:type="TaskInProgress"><task type="Task">${holder.ref.value}</task></fault>`,
		);
		simulator.unlock(vm);
		expect((await client.info(await order(given, vm))).state).toBe('success');
		expect((await client.info(holder.ref.value)).state).toBe('error');
	});
});

describe('a cancel', () => {
	it('ends a running creation, and nothing is made', async () => {
		const given = await bench.given({ pace: 1 });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await order(given, vm);
		await clock.advance(1000);
		expect((await client.call('CancelTask', `Task:${task}`)).status).toBe(200);
		expect(await client.info(task)).toMatchObject({
			state: 'error',
			cancelled: 'true',
			error: 'RequestCanceled',
		});
		await clock.advance(10_000);
		expect([simulator.snapshotsOf(vm), simulator.consolidationNeeded(vm)]).toEqual([[], false]);
		expect((await client.call('CancelTask', `Task:${task}`)).fault).toBe('InvalidState');
	});

	it('may leave files that need consolidation', async () => {
		const quirks = { cancelledCreation: 'consolidationNeeded' } as const;
		const given = await bench.given({ pace: 1, quirks });
		const { simulator, client, clock } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await order(given, vm);
		await clock.advance(1000);
		await client.call('CancelTask', `Task:${task}`);
		expect(simulator.consolidationNeeded(vm)).toBe(true);
	});

	it('of a task that can’t be is refused', async () => {
		const { simulator, client } = await bench.given({ pace: 1 });
		const vm = simulator.addVm({ name: 'web-01' });
		const task = await client.returned('PowerOffVM_Task', `VirtualMachine:${vm}`);
		expect((await client.call('CancelTask', `Task:${task}`)).fault).toBe('NotSupported');
	});
});

describe('any fault', () => {
	it('can be what a method answers, as often as told', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		simulator.refuse(CREATE, new Fault('ConcurrentAccess', 'Somebody else changed it.'));
		expect(await client.call(CREATE, on, snapshotCalled('s'))).toMatchObject({
			status: 500,
			fault: 'ConcurrentAccess',
			faultText: 'Somebody else changed it.',
		});
		expect((await client.call(CREATE, on, snapshotCalled('s'))).status).toBe(200);
	});
});

describe('a lost answer', () => {
	it('leaves a snapshot behind; a lost request does not', async () => {
		const given = await bench.given();
		const { simulator } = given;
		const vm = simulator.addVm({ name: 'web-01' });
		simulator.fault(CREATE, { kind: 'dropBefore' });
		await expect(order(given, vm)).rejects.toThrow('hang up');
		expect(simulator.snapshotsOf(vm)).toEqual([]);
		simulator.fault(CREATE, { kind: 'dropAfter' });
		await expect(order(given, vm)).rejects.toThrow('hang up');
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});
});
