import { removal, snapshotCalled, TestBench } from './testBench';
import { TestClient } from './testClient';
import type { Denial, VsphereSimulator } from './index';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function clientOf(simulator: VsphereSimulator, ...denied: Denial[]): Promise<TestClient> {
	simulator.addUser({ name: 'ops', password: 'p', denied });
	const client = new TestClient(simulator);
	await client.logIn('ops', 'p');
	return client;
}

describe('a user without a privilege', () => {
	it.each([
		['CreateSnapshot_Task', 'VirtualMachine.State.CreateSnapshot', snapshotCalled('s')],
		['RemoveAllSnapshots_Task', 'VirtualMachine.State.RemoveSnapshot', ''],
		['PowerOnVM_Task', 'VirtualMachine.Interact.PowerOn', ''],
		['PowerOffVM_Task', 'VirtualMachine.Interact.PowerOff', ''],
	])('is refused %s, and told which and on what', async (method, privilege, parameters) => {
		const { simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const client = await clientOf(simulator, { privilege });
		const answer = await client.call(method, `VirtualMachine:${vm}`, parameters);
		expect(answer).toMatchObject({ status: 500, fault: 'NoPermission' });
		expect(answer.xml).toContain(
			`<object type="VirtualMachine">${vm}</object><privilegeId>${privilege}</privilegeId>`,
		);
	});

	it.each([
		['RevertToSnapshot_Task', 'VirtualMachine.State.RevertToSnapshot', ''],
		['RemoveSnapshot_Task', 'VirtualMachine.State.RemoveSnapshot', removal(false)],
		['RenameSnapshot', 'VirtualMachine.State.RenameSnapshot', '<name>n</name>'],
	])('is refused %s on the VM of the snapshot', async (method, privilege, parameters) => {
		const { simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const on = `VirtualMachineSnapshot:${simulator.addSnapshot(vm)}`;
		const client = await clientOf(simulator, { privilege });
		const { fault, xml } = await client.call(method, on, parameters);
		expect(fault).toBe('NoPermission');
		expect(xml).toContain(`<object type="VirtualMachine">${vm}</object>`);
	});

	it.each([
		['VirtualMachine.Provisioning.Clone', 'VirtualMachine'],
		['VirtualMachine.Inventory.CreateFromExisting', 'Folder'],
		['Datastore.AllocateSpace', 'Datastore'],
		['Resource.AssignVMToPool', 'ResourcePool'],
	])('%s clones nothing, and is told the %s', async (privilege, type) => {
		const { simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const client = await clientOf(simulator, { privilege });
		const parameters =
			'<folder type="Folder">group-v3</folder><name>copy</name><spec><location/><template>false</template><powerOn>false</powerOn></spec>';
		const { fault, xml } = await client.call('CloneVM_Task', `VirtualMachine:${vm}`, parameters);
		expect(fault).toBe('NoPermission');
		expect(xml).toContain(`<object type="${type}">`);
		expect(simulator.world.vms).toHaveLength(1);
	});

	it('on one VM may still do it to another', async () => {
		const { simulator } = await bench.given();
		const [one, other] = ['web-01', 'web-02'].map((name) => simulator.addVm({ name }));
		const privilege = 'VirtualMachine.State.CreateSnapshot';
		const client = await clientOf(simulator, { privilege, on: one });
		const call = async (vm?: string): Promise<string | undefined> =>
			(await client.call('CreateSnapshot_Task', `VirtualMachine:${vm}`, snapshotCalled('s'))).fault;
		expect([await call(one), await call(other)]).toEqual(['NoPermission', undefined]);
	});

	it('to see a VM does not find it, and one who may not read it is told so for each property', async () => {
		const { simulator } = await bench.given();
		const [hidden, closed] = ['hidden', 'closed'].map((name) => simulator.addVm({ name }));
		const client = await clientOf(
			simulator,
			{ privilege: 'System.View', on: hidden },
			{ privilege: 'System.Read', on: closed },
		);
		const view = await client.returned(
			'CreateContainerView',
			'ViewManager:ViewManager',
			'<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
		);
		const { xml } = await client.retrieve(
			`<propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet>`,
		);
		expect(xml).not.toContain(`>${hidden}<`);
		expect(xml).toContain(
			`<objects><obj type="VirtualMachine">${closed}</obj><missingSet><path>name</path>`,
		);
	});
});

describe('a free licence', () => {
	it('lets one read, and change nothing', async () => {
		const { simulator, client } = await bench.given({ apiType: 'HostAgent' });
		const vm = simulator.addVm({ name: 'web-01' });
		const snapshot = simulator.addSnapshot(vm);
		simulator.world.readOnlyLicence = true;
		const on = `VirtualMachine:${vm}`;
		expect(await client.properties(on, 'name')).toEqual({ name: 'web-01' });
		for (const [method, object, parameters] of [
			['CreateSnapshot_Task', on, snapshotCalled('s')],
			['RemoveSnapshot_Task', `VirtualMachineSnapshot:${snapshot}`, removal(false)],
			['PowerOffVM_Task', on, ''],
		] as const) {
			expect(await client.call(method, object, parameters)).toMatchObject({
				status: 500,
				fault: 'RestrictedVersion',
				faultText:
					'Current license or ESXi version prohibits execution of the requested operation.',
			});
		}
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});
});
