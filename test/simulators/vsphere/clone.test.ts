import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const FOLDER = '<folder type="Folder">group-v3</folder>';

const spec = ({
	location = '',
	config = '',
	powerOn = false,
	after = '',
	template = false,
} = {}): string =>
	`<spec><location>${location}</location><template>${template}</template>${config}<powerOn>${powerOn}</powerOn>${after}</spec>`;

const from = (snapshot: string): string =>
	`<snapshot type="VirtualMachineSnapshot">${snapshot}</snapshot>`;

async function cloned(
	{ client }: Given,
	source: string,
	name: string,
	wish: string,
): Promise<string> {
	const task = await client.returned(
		'CloneVM_Task',
		`VirtualMachine:${source}`,
		`${FOLDER}<name>${name}</name>${wish}`,
	);
	const { state, result, error } = await client.info(task);
	if (state !== 'success' || result === undefined) throw new Error(error);
	return result;
}

describe('a clone', () => {
	it('of a snapshot has its content, another identity, and is off', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const source = simulator.addVm({ name: 'web-01', folder: 'Production' });
		simulator.write(source, 'before');
		const snapshot = simulator.addSnapshot(source);
		simulator.write(source, 'after');
		const made = await cloned(given, source, 'web-01 (restored)', spec({ after: from(snapshot) }));
		expect([simulator.read(made), simulator.powerOf(made)]).toEqual(['before', 'poweredOff']);
		expect([simulator.read(source), simulator.powerOf(source)]).toEqual(['after', 'poweredOn']);
		expect(simulator.snapshotsOf(made)).toEqual([]);
		const [one, two] = [simulator.networkOf(source), simulator.networkOf(made)];
		expect(two).toMatchObject({ connected: true });
		expect(two.addresses).not.toEqual(one.addresses);
		const paths = ['config.uuid', 'config.instanceUuid', 'name', 'parent'] as const;
		const own = await client.properties(`VirtualMachine:${made}`, ...paths);
		const old = await client.properties(`VirtualMachine:${source}`, ...paths);
		expect(own).toMatchObject({ name: 'web-01 (restored)', parent: 'group-v3' });
		for (const path of paths) expect(own[path]).not.toBe(old[path]);
	});

	it('without a snapshot is what the source is now', async () => {
		const given = await bench.given();
		const source = given.simulator.addVm({ name: 'web-01' });
		given.simulator.write(source, 'live');
		const made = await cloned(given, source, 'copy', spec({ powerOn: true }));
		expect(given.simulator.read(made)).toBe('live');
		expect(given.simulator.powerOf(made)).toBe('poweredOn');
	});

	it('has its cards unplugged where the spec says so', async () => {
		const given = await bench.given();
		const { simulator } = given;
		const source = simulator.addVm({ name: 'web-01', networkCards: 2 });
		const unplug = (key: number): string =>
			`<deviceChange><operation>edit</operation><device xsi:type="VirtualVmxnet3"><key>${key}</key><backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName></backing><connectable><startConnected>false</startConnected><allowGuestControl>true</allowGuestControl><connected>false</connected></connectable></device></deviceChange>`;
		const all = `<config>${unplug(4000)}${unplug(4001)}</config>`;
		const made = await cloned(given, source, 'quiet', spec({ config: all, powerOn: true }));
		expect(simulator.networkOf(made)).toMatchObject({
			connected: false,
			addresses: expect.any(Array),
		});
		const half = `<config>${unplug(4000)}</config>`;
		const other = await cloned(given, source, 'half', spec({ config: half }));
		expect(simulator.networkOf(other).connected).toBe(true);
		const byLocation = await cloned(
			given,
			source,
			'located',
			spec({ location: unplug(4000) + unplug(4001) }),
		);
		expect(simulator.networkOf(byLocation).connected).toBe(false);
	});

	it('goes where the spec says', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const source = simulator.addVm({ name: 'web-01' });
		simulator.addVm({ name: 'other', datastore: 'fast', pool: 'Gold', host: 'esx-02' });
		const paths = ['datastore', 'resourcePool', 'runtime.host'] as const;
		const other = await client.properties(`VirtualMachine:${simulator.vmNamed('other')}`, ...paths);
		const [, datastore = ''] = />([^<]*)</.exec(other.datastore ?? '') ?? [];
		const location = `<datastore type="Datastore">${datastore}</datastore><pool type="ResourcePool">${other.resourcePool}</pool><host type="HostSystem">${other['runtime.host']}</host>`;
		const made = await cloned(given, source, 'copy', spec({ location }));
		expect(await client.properties(`VirtualMachine:${made}`, ...paths)).toEqual(other);
	});

	it('that is linked needs a snapshot, and tells whose disks it goes on from', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const source = simulator.addVm({ name: 'web-01' });
		const snapshot = simulator.addSnapshot(source);
		const location = '<diskMoveType>createNewChildDiskBacking</diskMoveType>';
		const wrong = `${FOLDER}<name>linked</name>${spec({ location })}`;
		expect((await client.call('CloneVM_Task', `VirtualMachine:${source}`, wrong)).fault).toBe(
			'InvalidArgument',
		);
		const made = await cloned(given, source, 'linked', spec({ location, after: from(snapshot) }));
		const vm = simulator.world.vms.find(({ ref }) => ref.value === made);
		expect(vm?.linkedTo?.value).toBe(snapshot);
	});

	it('with memory is suspended and has no cards', async () => {
		const given = await bench.given();
		const { simulator } = given;
		const source = simulator.addVm({ name: 'web-01' });
		simulator.writeMemory(source, 'a game');
		const snapshot = simulator.addSnapshot(source, { memory: true });
		const made = await cloned(
			given,
			source,
			'game',
			spec({ after: `${from(snapshot)}<memory>true</memory>` }),
		);
		expect([simulator.powerOf(made), simulator.readMemory(made)]).toEqual(['suspended', 'a game']);
		expect(simulator.networkOf(made)).toEqual({ connected: false, addresses: [] });
	});

	it('of a template must be told its pool', async () => {
		const given = await bench.given();
		const { simulator, client } = given;
		const source = simulator.addVm({ name: 'golden', template: true });
		const parameters = `${FOLDER}<name>copy</name>${spec()}`;
		const refused = await client.call('CloneVM_Task', `VirtualMachine:${source}`, parameters);
		expect(refused.xml).toContain('<invalidProperty>spec.location.pool</invalidProperty>');
		const location = '<pool type="ResourcePool">resgroup-8</pool>';
		await cloned(given, source, 'copy', spec({ location }));
	});

	it('is refused a name that is taken in its folder, and a snapshot of another VM', async () => {
		const { simulator, client } = await bench.given();
		const source = simulator.addVm({ name: 'web-01' });
		const snapshot = simulator.addSnapshot(simulator.addVm({ name: 'a/b' }));
		const call = async (name: string, wish: string): Promise<string | undefined> =>
			(
				await client.call(
					'CloneVM_Task',
					`VirtualMachine:${source}`,
					`${FOLDER}<name>${name}</name>${wish}`,
				)
			).fault;
		expect(await call('web-01', spec())).toBe('DuplicateName');
		expect(await call('a/b', spec())).toBe('DuplicateName');
		expect(await call('a%2fb', spec())).toBe('DuplicateName');
		expect(await call('copy', spec({ after: from(snapshot) }))).toBe('ManagedObjectNotFound');
		expect(simulator.world.vms).toHaveLength(2);
	});

	it('that fails leaves nothing', async () => {
		const { simulator, client, clock } = await bench.given({ pace: 1 });
		const source = simulator.addVm({ name: 'web-01' });
		const task = await client.returned(
			'CloneVM_Task',
			`VirtualMachine:${source}`,
			`${FOLDER}<name>copy</name>${spec()}`,
		);
		await clock.advance(5000);
		await client.call('CancelTask', `Task:${task}`);
		await clock.advance(60_000);
		expect(simulator.world.vms).toHaveLength(1);
	});

	it('is not supported on an ESXi host', async () => {
		const { simulator, client } = await bench.given({ apiType: 'HostAgent' });
		const source = simulator.addVm({ name: 'web-01' });
		const parameters = `<folder type="Folder">ha-folder-vm</folder><name>copy</name>${spec()}`;
		expect(await client.call('CloneVM_Task', `VirtualMachine:${source}`, parameters)).toMatchObject(
			{
				status: 500,
				fault: 'NotSupported',
				faultText: 'The operation is not supported on the object.',
			},
		);
	});

	it('is read in the order of the schema', async () => {
		const { simulator, client } = await bench.given();
		const source = simulator.addVm({ name: 'web-01' });
		const wrong = '<spec><template>false</template><location/><powerOn>false</powerOn></spec>';
		const answer = await client.call(
			'CloneVM_Task',
			`VirtualMachine:${source}`,
			`${FOLDER}<name>copy</name>${wrong}`,
		);
		expect(answer.faultText).toContain('Unexpected element tag "location" seen');
	});
});
