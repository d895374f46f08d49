import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('power', () => {
	it.each([
		['PowerOnVM_Task', 'poweredOff', 'poweredOn'],
		['PowerOnVM_Task', 'suspended', 'poweredOn'],
		['PowerOffVM_Task', 'poweredOn', 'poweredOff'],
		['SuspendVM_Task', 'poweredOn', 'suspended'],
	] as const)('%s takes a VM from %s to %s', async (method, from, to) => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', power: from });
		await client.returned(method, `VirtualMachine:${vm}`);
		expect(simulator.powerOf(vm)).toBe(to);
	});

	it.each([
		['PowerOnVM_Task', 'poweredOn', 'poweredOn'],
		['PowerOffVM_Task', 'poweredOff', 'poweredOff'],
		['PowerOffVM_Task', 'suspended', 'poweredOff'],
		['SuspendVM_Task', 'poweredOff', 'suspended'],
		['ShutdownGuest', 'poweredOff', 'poweredOff'],
	] as const)(
		'%s is refused while the VM is %s, telling both states',
		async (method, existing, wanted) => {
			const { simulator, client } = await bench.given();
			const vm = simulator.addVm({ name: 'web-01', power: existing });
			const answer = await client.call(method, `VirtualMachine:${vm}`);
			expect(answer.fault).toBe('InvalidPowerState');
			expect(answer.xml).toContain(
				`<requestedState>${wanted}</requestedState><existingState>${existing}</existingState>`,
			);
		},
	);

	it('of a template can’t be switched on', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'golden', template: true });
		expect((await client.call('PowerOnVM_Task', `VirtualMachine:${vm}`)).fault).toBe(
			'NotSupported',
		);
	});

	it('of a suspended VM may be switched off, where the release lets one', async () => {
		const { simulator, client } = await bench.given({ quirks: { powerOffSuspended: 'performed' } });
		const vm = simulator.addVm({ name: 'web-01', power: 'suspended' });
		await client.returned('PowerOffVM_Task', `VirtualMachine:${vm}`);
		expect(simulator.powerOf(vm)).toBe('poweredOff');
	});

	it('off takes the memory, and the cards go with it and come back', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		simulator.writeMemory(vm, 'a game');
		await client.returned('PowerOffVM_Task', `VirtualMachine:${vm}`);
		expect(simulator.readMemory(vm)).toBe('');
		const device = 'config.hardware.device';
		const off = await client.properties(`VirtualMachine:${vm}`, device);
		expect(off[device]).toContain(
			'<startConnected>true</startConnected><allowGuestControl>true</allowGuestControl><connected>false</connected>',
		);
		await client.returned('PowerOnVM_Task', `VirtualMachine:${vm}`);
		const on = await client.properties(`VirtualMachine:${vm}`, device);
		expect(on[device]).toContain('<connected>true</connected>');
	});
});

describe('a guest that is asked to shut down', () => {
	it('does so in its own time, unless it was started anew meanwhile', async () => {
		const { simulator, client, clock } = await bench.given({ durations: { guestShutdown: 10 } });
		const vm = simulator.addVm({ name: 'web-01' });
		const on = `VirtualMachine:${vm}`;
		await client.returned('ShutdownGuest', on);
		expect(simulator.powerOf(vm)).toBe('poweredOn');
		await clock.advance(10_000);
		expect(simulator.powerOf(vm)).toBe('poweredOff');
		await client.returned('PowerOnVM_Task', on);
		await client.returned('ShutdownGuest', on);
		await client.returned('PowerOffVM_Task', on);
		await client.returned('PowerOnVM_Task', on);
		await clock.advance(10_000);
		expect(simulator.powerOf(vm)).toBe('poweredOn');
	});

	it('needs its tools', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', tools: 'notRunning' });
		const on = `VirtualMachine:${vm}`;
		expect((await client.call('ShutdownGuest', on)).fault).toBe('ToolsUnavailable');
		const path = 'guest.toolsRunningStatus';
		expect(await client.properties(on, path)).toEqual({ [path]: 'guestToolsNotRunning' });
		simulator.setTools(vm, 'running');
		expect(await client.properties(on, path)).toEqual({ [path]: 'guestToolsRunning' });
	});
});

describe('a VM', () => {
	it('is destroyed with its snapshots, if it does not run', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const on = `VirtualMachine:${vm}`;
		const snapshot = simulator.addSnapshot(vm);
		expect((await client.call('Destroy_Task', on)).fault).toBe('InvalidPowerState');
		await client.returned('PowerOffVM_Task', on);
		await client.returned('Destroy_Task', on);
		expect((await client.call('PowerOnVM_Task', on)).fault).toBe('ManagedObjectNotFound');
		const gone = await client.call('RevertToSnapshot_Task', `VirtualMachineSnapshot:${snapshot}`);
		expect(gone.fault).toBe('ManagedObjectNotFound');
	});

	it('is given another note, and its cards are unplugged, by a reconfiguration', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned(
			'ReconfigVM_Task',
			`VirtualMachine:${vm}`,
			'<spec><annotation>a &amp; b</annotation><deviceChange><operation>edit</operation><device xsi:type="VirtualVmxnet3"><key>4000</key><connectable><startConnected>false</startConnected><allowGuestControl>true</allowGuestControl><connected>false</connected></connectable></device></deviceChange></spec>',
		);
		expect(simulator.world.vms[0]?.annotation).toBe('a & b');
		expect(simulator.networkOf(vm).connected).toBe(false);
	});

	it('is not reconfigured with a device of no type, nor with one that it does not have', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		const edit = (type: string, key: number): string =>
			`<spec><deviceChange><operation>edit</operation><device${type}><key>${key}</key></device></deviceChange></spec>`;
		expect((await client.call('ReconfigVM_Task', on, edit('', 4000))).fault).toBe('InvalidRequest');
		const known = ' xsi:type="VirtualVmxnet3"';
		expect((await client.call('ReconfigVM_Task', on, edit(known, 4711))).fault).toBe(
			'InvalidDeviceSpec',
		);
	});
});
