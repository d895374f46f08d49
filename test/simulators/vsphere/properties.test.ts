import { faults } from './index';
import { TestBench } from './testBench';
import { NAMES, namesIn } from './testQueries';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('a property', () => {
	it('that is unset is missing without a word, one that nobody knows is a fault', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'a', folder: null })}`;
		expect(await client.properties(on, 'snapshot', 'parent')).toEqual({});
		await expect(client.properties(on, 'runtime.power')).rejects.toThrow('InvalidProperty');
		await expect(client.properties(on, 'nothing')).rejects.toThrow('<name>nothing</name>');
	});

	it('that may not be seen is in the missingSet, with the fault', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'a' });
		const { ref } = simulator.world.vms[0] ?? { ref: undefined };
		if (ref === undefined) throw new Error('No VM');
		simulator.hideProperty(vm, 'config', faults.noPermission(ref, 'System.Read'));
		const { xml } = await client.retrieve(
			`<propSet><type>VirtualMachine</type><pathSet>name</pathSet><pathSet>config.uuid</pathSet></propSet><objectSet><obj type="VirtualMachine">${vm}</obj></objectSet>`,
		);
		expect(namesIn(xml)).toEqual(['a']);
		expect(xml).toContain(
			`<missingSet><path>config.uuid</path><fault><fault xsi:type="NoPermission"><object type="VirtualMachine">${vm}</object><privilegeId>System.Read</privilegeId></fault><localizedMessage>Permission to perform this operation was denied.</localizedMessage></fault></missingSet>`,
		);
	});

	it('tells its type wherever the schema leaves it open', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'a' });
		const { xml } = await client.retrieve(
			`<propSet><type>VirtualMachine</type><pathSet>runtime.powerState</pathSet><pathSet>config.template</pathSet><pathSet>datastore</pathSet><pathSet>capability</pathSet></propSet><objectSet><obj type="VirtualMachine">${vm}</obj></objectSet>`,
		);
		expect(xml).toContain('<val xsi:type="VirtualMachinePowerState">poweredOn</val>');
		expect(xml).toContain('<val xsi:type="xsd:boolean">false</val>');
		expect(xml).toContain(
			'<val xsi:type="ArrayOfManagedObjectReference"><ManagedObjectReference type="Datastore" xsi:type="ManagedObjectReference">datastore-11</ManagedObjectReference></val>',
		);
		expect(xml).toContain(
			'<val xsi:type="VirtualMachineCapability"><snapshotOperationsSupported>true',
		);
	});

	it('of places tells where a clone can go', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({
			name: 'a',
			folder: 'Production',
			pool: 'Gold',
			host: 'esx-02',
			datastore: 'fast',
		});
		const own = await client.properties(
			`VirtualMachine:${vm}`,
			'parent',
			'resourcePool',
			'runtime.host',
		);
		expect(await client.properties(`Folder:${own.parent}`, 'name', 'parent')).toEqual({
			name: 'Production',
			parent: 'group-v3',
		});
		expect((await client.properties(`ResourcePool:${own.resourcePool}`, 'name')).name).toBe('Gold');
		expect((await client.properties(`HostSystem:${own['runtime.host']}`, 'name')).name).toBe(
			'esx-02',
		);
		expect((await client.properties('Datacenter:datacenter-2', 'vmFolder')).vmFolder).toBe(
			'group-v3',
		);
	});
});

describe('a traversal', () => {
	it('follows named selections down the folders', async () => {
		const { simulator, client } = await bench.given();
		simulator.addVm({ name: 'a' });
		simulator.addVm({ name: 'b', folder: 'Production' });
		const { xml } = await client.retrieve(
			`<propSet>${NAMES}</propSet><objectSet><obj type="Folder">group-d1</obj><skip>true</skip>` +
				'<selectSet xsi:type="TraversalSpec"><name>folder</name><type>Folder</type><path>childEntity</path><skip>false</skip>' +
				'<selectSet><name>folder</name></selectSet><selectSet xsi:type="SelectionSpec"><name>center</name></selectSet></selectSet>' +
				'<selectSet xsi:type="TraversalSpec"><name>center</name><type>Datacenter</type><path>vmFolder</path>' +
				'<selectSet><name>folder</name></selectSet></selectSet></objectSet>',
		);
		expect(namesIn(xml)).toEqual(['b', 'a']);
	});

	it('without its type is read as a selection, to which a path is unknown', async () => {
		const { client } = await bench.given();
		const { fault, faultText } = await client.retrieve(
			`<propSet>${NAMES}</propSet><objectSet><obj type="Folder">group-d1</obj><selectSet><name>v</name><type>Folder</type><path>childEntity</path></selectSet></objectSet>`,
		);
		expect(fault).toBe('InvalidRequest');
		expect(faultText).toContain('Unexpected element tag "type" seen');
	});

	it('from what is not there is a fault, unless missing objects may be left out', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'a' });
		const objects = ['vm-0', vm].map(
			(value) => `<objectSet><obj type="VirtualMachine">${value}</obj></objectSet>`,
		);
		const spec = `<propSet>${NAMES}</propSet>${objects.join('')}`;
		expect(await client.retrieve(spec)).toMatchObject({
			fault: 'ManagedObjectNotFound',
			xml: expect.stringContaining('<obj type="VirtualMachine">vm-0</obj>'),
		});
		const lenient = `${spec}<reportMissingObjectsInResults>true</reportMissingObjectsInResults>`;
		expect(namesIn((await client.retrieve(lenient)).xml)).toEqual(['a']);
	});
});
