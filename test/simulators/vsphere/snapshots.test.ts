import { snapshotCalled, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CREATE = 'CreateSnapshot_Task';

describe('a snapshot', () => {
	it('is in the tree when its task has succeeded, and the task tells its reference', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const on = `VirtualMachine:${vm}`;
		expect(await client.properties(on, 'snapshot', 'name')).toEqual({ name: 'web-01' });
		const task = await client.returned(
			CREATE,
			on,
			snapshotCalled('before &amp; &lt;after&gt;', { description: 'é &amp;&#13;\n☂' }),
		);
		const { info = '' } = await client.properties(`Task:${task}`, 'info');
		expect(info).toContain('<state>success</state>');
		expect(info).toContain('<descriptionId>VirtualMachine.createSnapshot</descriptionId>');
		const [made] = simulator.snapshotsOf(vm);
		expect(info).toContain(
			`<result type="VirtualMachineSnapshot" xsi:type="ManagedObjectReference">${made?.ref.value}</result>`,
		);
		const { snapshot } = await client.properties(on, 'snapshot');
		expect(snapshot).toBe(
			`<currentSnapshot type="VirtualMachineSnapshot">${made?.ref.value}</currentSnapshot>` +
				`<rootSnapshotList><snapshot type="VirtualMachineSnapshot">${made?.ref.value}</snapshot>` +
				`<vm type="VirtualMachine">${vm}</vm><name>before &amp; &lt;after&gt;</name>` +
				'<description>é &amp;&#13;\n☂</description><id>1</id>' +
				'<createTime>2026-11-22T02:00:00.123000Z</createTime><state>poweredOff</state>' +
				'<quiesced>false</quiesced><replaySupported>false</replaySupported></rootSnapshotList>',
		);
	});

	it('may have the name of another, under which it comes to be', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('same'));
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('same'));
		const [first, second] = simulator.snapshotsOf(vm);
		expect([first?.name, second?.name, second?.parent]).toEqual(['same', 'same', first]);
		const { snapshot = '' } = await client.properties(`VirtualMachine:${vm}`, 'snapshot');
		expect(snapshot.match(/<childSnapshotList>/g)).toHaveLength(1);
	});

	it.each([
		['escaped', 'a%2fb%5cc%25d%2fe'],
		['escapedAlways', 'a%2fb%5cc%25d%252fe'],
		['verbatim', 'a/b\\c%d%2fe'],
	] as const)('tells a name that no path can hold %s', async (names, told) => {
		const { simulator, client } = await bench.given({ quirks: { names } });
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('a/b\\c%d%2fe'));
		const { snapshot } = await client.properties(`VirtualMachine:${vm}`, 'snapshot');
		expect(snapshot).toContain(`<name>${told}</name>`);
	});

	it('is refused a name that is empty or too long', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		for (const name of ['', 'x'.repeat(81)]) {
			const answer = await client.call(CREATE, `VirtualMachine:${vm}`, snapshotCalled(name));
			expect(answer).toMatchObject({ status: 500, fault: 'InvalidName' });
		}
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('x'.repeat(80)));
	});

	it.each([
		['poweredOn', true, 'poweredOn'],
		['poweredOn', false, 'poweredOff'],
		['poweredOff', true, 'poweredOff'],
		['suspended', false, 'suspended'],
	] as const)(
		'of a VM that is %s, memory asked for: %s, tells %s',
		async (power, memory, state) => {
			const { simulator, client } = await bench.given();
			const vm = simulator.addVm({ name: 'web-01', power });
			await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('s', { memory }));
			expect(simulator.snapshotsOf(vm)[0]?.frozen.power).toBe(state);
		},
	);

	it('of a suspended VM leaves its memory out, where the capability says that it can', async () => {
		const { simulator, client } = await bench.given();
		const capability = { diskOnlySnapshotOnSuspendedVMSupported: true };
		const vm = simulator.addVm({ name: 'web-01', power: 'suspended', capability });
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('s'));
		expect(simulator.snapshotsOf(vm)[0]?.frozen.power).toBe('poweredOff');
	});

	it('tells the cards that the VM had', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', networkCards: 2 });
		const snapshot = simulator.addSnapshot(vm);
		simulator.change(vm, (one) => (one.cards = []));
		const device = 'config.hardware.device';
		const told = await client.properties(`VirtualMachineSnapshot:${snapshot}`, device, 'vm');
		expect(told.vm).toBe(vm);
		expect(told[device]?.match(/xsi:type="VirtualVmxnet3"/g)).toHaveLength(2);
	});

	it('of a suspended VM that has not changed since the last is refused', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', power: 'suspended' });
		const on = `VirtualMachine:${vm}`;
		await client.returned(CREATE, on, snapshotCalled('one'));
		expect(await client.call(CREATE, on, snapshotCalled('two'))).toMatchObject({
			fault: 'SnapshotNoChange',
		});
		simulator.setPower(vm, 'poweredOn');
		simulator.setPower(vm, 'suspended');
		await client.returned(CREATE, on, snapshotCalled('two'));
	});

	it('is refused at the 33rd level', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		for (let level = 1; level <= 31; level += 1) simulator.addSnapshot(vm);
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('32'));
		const answer = await client.call(CREATE, `VirtualMachine:${vm}`, snapshotCalled('33'));
		expect(answer).toMatchObject({ status: 500, fault: 'TooManySnapshotLevels' });
		expect(simulator.snapshotsOf(vm)).toHaveLength(32);
	});

	it('is not made of a template, nor of a VM that is not connected', async () => {
		const { simulator, client } = await bench.given();
		const template = simulator.addVm({ name: 'golden', template: true });
		const lost = simulator.addVm({ name: 'lost', connectionState: 'disconnected' });
		expect(
			(await client.call(CREATE, `VirtualMachine:${template}`, snapshotCalled('s'))).fault,
		).toBe('NotSupported');
		expect((await client.call(CREATE, `VirtualMachine:${lost}`, snapshotCalled('s'))).fault).toBe(
			'InvalidState',
		);
	});
});

describe('what the disks and the capability of a VM forbid', () => {
	it.each([
		['snapshotOperationsSupported', {}, 'NotSupported'],
		['memorySnapshotsSupported', { memory: true }, 'NotSupported'],
		['quiescedSnapshotsSupported', { quiesce: true }, 'NotSupported'],
	] as const)('is refused without %s', async (capability, wish, fault) => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', capability: { [capability]: false } });
		const answer = await client.call(CREATE, `VirtualMachine:${vm}`, snapshotCalled('s', wish));
		expect(answer).toMatchObject({ status: 500, fault });
		expect(simulator.snapshotsOf(vm)).toEqual([]);
	});

	it('is refused without multipleSnapshotsSupported once there is one', async () => {
		const { simulator, client } = await bench.given();
		const capability = { multipleSnapshotsSupported: false };
		const vm = simulator.addVm({ name: 'web-01', capability });
		await client.returned(CREATE, `VirtualMachine:${vm}`, snapshotCalled('one'));
		const answer = await client.call(CREATE, `VirtualMachine:${vm}`, snapshotCalled('two'));
		expect(answer.fault).toBe('MultipleSnapshotsNotSupported');
	});

	it('is memory together with an independent disk, while the VM runs', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', independentDisk: true });
		const on = `VirtualMachine:${vm}`;
		expect((await client.call(CREATE, on, snapshotCalled('s', { memory: true }))).fault).toBe(
			'MemorySnapshotOnIndependentDisk',
		);
		await client.returned(CREATE, on, snapshotCalled('s'));
	});

	it('is any snapshot with a raw LUN in physical compatibility, and the fault tells the device’s', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01', physicalRdm: true });
		const answer = await client.call(CREATE, `VirtualMachine:${vm}`, snapshotCalled('s'));
		expect(answer.fault).toBe('SnapshotIncompatibleDeviceInVm');
		expect(answer.xml).toContain('<fault><fault xsi:type="RDMNotSupported">');
	});
});
