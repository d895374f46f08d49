import { faults } from './index';
import { snapshotCalled, TestBench } from './testBench';
import { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const view = (container: string, type = 'VirtualMachine'): string =>
	`<container type="Folder">${container}</container><type>${type}</type><recursive>true</recursive>`;

/** What a client sends to read all that a view shows. */
const through = (viewRef: string, properties: string): string =>
	`<propSet>${properties}</propSet>` +
	`<objectSet><obj type="ContainerView">${viewRef}</obj><skip>true</skip>` +
	'<selectSet xsi:type="TraversalSpec"><name>v</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>';

const NAMES = '<type>VirtualMachine</type><all>false</all><pathSet>name</pathSet>';
const ROOT = 'Folder:group-d1';

const namesIn = (xml: string): string[] =>
	[...xml.matchAll(/<name>name<\/name><val xsi:type="xsd:string">([^<]*)<\/val>/g)].map(
		([, name = '']) => name,
	);

describe('the service content', () => {
	it.each([
		['VirtualCenter', 'SessionManager', 'propertyCollector', 'group-d1'],
		['HostAgent', 'ha-sessionmgr', 'ha-property-collector', 'ha-folder-root'],
	] as const)(
		'of a %s needs no login, and names everything',
		async (apiType, sessions, collector, root) => {
			const { simulator } = await bench.given({ apiType });
			const { status, xml } = await new TestClient(simulator).call(
				'RetrieveServiceContent',
				'ServiceInstance:ServiceInstance',
			);
			expect(status).toBe(200);
			expect(xml).toContain(`<apiType>${apiType}</apiType><apiVersion>8.0.3.0</apiVersion>`);
			expect(xml).toContain(`<sessionManager type="SessionManager">${sessions}</sessionManager>`);
			expect(xml).toContain(
				`<propertyCollector type="PropertyCollector">${collector}</propertyCollector>`,
			);
			expect(xml).toContain(`<rootFolder type="Folder">${root}</rootFolder>`);
			expect(xml.includes('<instanceUuid>')).toBe(apiType === 'VirtualCenter');
		},
	);
});

describe('a view of all VMs', () => {
	it('shows them in all folders, in vApps too, until it is destroyed', async () => {
		const { simulator, client } = await bench.given();
		simulator.addVm({ name: 'a & b' });
		simulator.addVm({ name: 'c', folder: 'Production' });
		simulator.addVm({ name: 'd', folder: null });
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		expect(own).toMatch(/^session\[[0-9a-f]{32}\]/);
		const { xml } = await client.retrieve(through(own, NAMES));
		expect(namesIn(xml)).toEqual(['a &amp; b', 'c', 'd']);
		expect((await client.call('DestroyView', `ContainerView:${own}`)).status).toBe(200);
		const gone = await client.retrieve(through(own, NAMES));
		expect(gone).toMatchObject({ status: 500, fault: 'ManagedObjectNotFound' });
	});

	it('is the business of its own session', async () => {
		const { simulator, client } = await bench.given();
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const other = new TestClient(simulator);
		await other.logIn();
		expect((await other.retrieve(through(own, NAMES))).fault).toBe('ManagedObjectNotFound');
	});

	it('is refused for what is no container, and for a type that is unknown', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'a' });
		const parameters = `<container type="VirtualMachine">${vm}</container><recursive>true</recursive>`;
		for (const wrong of [parameters, view('group-d1', 'VirtualMachines')]) {
			const answer = await client.call('CreateContainerView', 'ViewManager:ViewManager', wrong);
			expect(answer.fault).toBe('InvalidArgument');
		}
	});

	it('works on an ESXi host, where things have other names', async () => {
		const { simulator, client } = await bench.given({ apiType: 'HostAgent' });
		const vm = simulator.addVm({ name: 'a' });
		const on = `VirtualMachine:${vm}`;
		const task = await client.returned('CreateSnapshot_Task', on, snapshotCalled('s'));
		expect(task).toBe('haTask-1-vim.VirtualMachine.createSnapshot-1000001');
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('ha-folder-root'),
		);
		const { xml } = await client.retrieve(
			through(own, '<type>VirtualMachine</type><pathSet>snapshot.currentSnapshot</pathSet>'),
		);
		expect(xml).toContain(
			'<val type="VirtualMachineSnapshot" xsi:type="ManagedObjectReference">1-snapshot-1</val>',
		);
	});
});

describe('pages', () => {
	it.each([
		['that the client asks for', '<maxObjects>2</maxObjects>', Infinity],
		['that the server cuts', '', 2],
		['that the server cuts smaller', '<maxObjects>100</maxObjects>', 2],
	])('%s come by tokens, each good for once', async (_what, options, pageLimit) => {
		const { simulator, client } = await bench.given({ pageLimit });
		simulator.grow(5);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const names: string[] = [];
		let { xml } = await client.retrieve(through(own, NAMES), options);
		for (;;) {
			names.push(...namesIn(xml));
			const token = /<token>([^<]*)<\/token>/.exec(xml)?.[1];
			if (token === undefined) break;
			const parameters = `<token>${token}</token>`;
			const next = await client.call(
				'ContinueRetrievePropertiesEx',
				'PropertyCollector:propertyCollector',
				parameters,
			);
			const again = await client.call(
				'ContinueRetrievePropertiesEx',
				'PropertyCollector:propertyCollector',
				parameters,
			);
			expect([next.status, again.fault]).toEqual([200, 'InvalidArgument']);
			({ xml } = next);
		}
		expect(names).toEqual(['more-1', 'more-2', 'more-3', 'more-4', 'more-5']);
		expect(simulator.calls('ContinueRetrievePropertiesEx')).toBe(4);
	});

	it('that nobody wants any more can be cancelled', async () => {
		const { simulator, client } = await bench.given({ pageLimit: 1 });
		simulator.grow(2);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const { xml } = await client.retrieve(through(own, NAMES));
		const token = /<token>[^<]*<\/token>/.exec(xml)?.[0] ?? '';
		const on = 'PropertyCollector:propertyCollector';
		expect((await client.call('CancelRetrievePropertiesEx', on, token)).status).toBe(200);
		expect((await client.call('ContinueRetrievePropertiesEx', on, token)).fault).toBe(
			'InvalidArgument',
		);
	});

	it('are unknown to the older method, which tells everything at once', async () => {
		const { simulator, client } = await bench.given({ pageLimit: 1 });
		simulator.grow(3);
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const { xml } = await client.call(
			'RetrieveProperties',
			'PropertyCollector:propertyCollector',
			`<specSet>${through(own, NAMES)}</specSet>`,
		);
		expect(namesIn(xml)).toEqual(['more-1', 'more-2', 'more-3']);
		expect(xml.match(/<returnval><obj /g)).toHaveLength(3);
	});

	it('of less than one object are refused', async () => {
		const { client } = await bench.given();
		const root =
			'<propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet>';
		expect((await client.retrieve(root, '<maxObjects>0</maxObjects>')).fault).toBe(
			'InvalidArgument',
		);
	});

	it('without anything are no page at all', async () => {
		const { simulator, client } = await bench.given();
		const own = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			view('group-d1'),
		);
		const none = '<RetrievePropertiesExResponse xmlns="urn:vim25"></RetrievePropertiesExResponse>';
		expect((await client.retrieve(through(own, NAMES))).xml).toContain(none);
		simulator.quirks.emptyResult = 'empty';
		expect((await client.retrieve(through(own, NAMES))).xml).toContain('<returnval></returnval>');
	});
});

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

describe('a search by UUID', () => {
	it('finds by instance UUID or by BIOS UUID, or nothing', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'a' });
		const { uuid = '', instanceUuid = '' } = simulator.world.vms[0] ?? {};
		const find = async (method: string, wanted: string, instance: boolean): Promise<string> =>
			await client.returned(
				method,
				'SearchIndex:SearchIndex',
				`<uuid>${wanted}</uuid><vmSearch>true</vmSearch><instanceUuid>${instance}</instanceUuid>`,
			);
		expect(await find('FindByUuid', instanceUuid, true)).toBe(vm);
		expect(await find('FindByUuid', uuid, false)).toBe(vm);
		expect(await find('FindByUuid', uuid, true)).toBe('');
		expect(await find('FindAllByUuid', instanceUuid, true)).toBe(vm);
	});
});

it('every root is where it says', async () => {
	const { client } = await bench.given();
	expect(await client.properties(ROOT, 'name', 'parent')).toEqual({ name: 'Datacenters' });
});
