import { snapshotCalled, TestBench } from './testBench';
import { TestClient } from './testClient';
import { NAMES, namesIn, through, view } from './testQueries';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const ROOT = 'Folder:group-d1';

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
