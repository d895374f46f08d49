import { snapshotCalled, TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CREATE = 'CreateSnapshot_Task';

describe('quiescing', () => {
	const QUIESCE = snapshotCalled('s', { quiesce: true });

	it.each([
		['running', 'poweredOn', true],
		['notRunning', 'poweredOn', false],
		['running', 'poweredOff', false],
	] as const)(
		'with tools %s in a VM that is %s: %s, without a word',
		async (tools, power, done) => {
			const { simulator, client } = await bench.given();
			const vm = simulator.addVm({ name: 'web-01', tools, power });
			await client.returned(CREATE, `VirtualMachine:${vm}`, QUIESCE);
			expect(simulator.snapshotsOf(vm).map(({ quiesced }) => quiesced)).toEqual([done]);
		},
	);

	it('without tools may fail instead', async () => {
		const quirks = { quiesceWithoutTools: 'ApplicationQuiesceFault' } as const;
		const { simulator, client } = await bench.given({ quirks });
		const vm = simulator.addVm({ name: 'web-01', tools: 'notRunning' });
		const task = await client.returned(CREATE, `VirtualMachine:${vm}`, QUIESCE);
		expect(await client.info(task)).toMatchObject({
			state: 'error',
			error: 'ApplicationQuiesceFault',
			localizedMessage: expect.stringContaining('quiesce'),
		});
		expect(simulator.snapshotsOf(vm)).toEqual([]);
	});

	it('can be made to fail, as often as told', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		simulator.failQuiesce(vm, 'FilesystemQuiesceFault');
		const first = await client.returned(CREATE, `VirtualMachine:${vm}`, QUIESCE);
		const second = await client.returned(CREATE, `VirtualMachine:${vm}`, QUIESCE);
		expect((await client.info(first)).error).toBe('FilesystemQuiesceFault');
		expect((await client.info(second)).state).toBe('success');
	});

	it('gives way to memory', async () => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const both = snapshotCalled('s', { quiesce: true, memory: true });
		await client.returned(CREATE, `VirtualMachine:${vm}`, both);
		expect(simulator.snapshotsOf(vm)[0]).toMatchObject({
			quiesced: false,
			frozen: { power: 'poweredOn' },
		});
	});
});

describe('CreateSnapshotEx_Task', () => {
	const EX = 'CreateSnapshotEx_Task';
	const GUEST = '<quiesceSpec xsi:type="VirtualMachineGuestQuiesceSpec">';
	const head = '<name>s</name><memory>false</memory>';

	it.each([
		['no spec', '', false],
		['a spec without a type', '<quiesceSpec/>', true],
		['a guest spec', `${GUEST}<timeout>5</timeout></quiesceSpec>`, true],
		[
			'a Windows spec',
			'<quiesceSpec xsi:type="VirtualMachineWindowsQuiesceSpec"><timeout>240</timeout><vssBackupContext>ctx_backup</vssBackupContext></quiesceSpec>',
			true,
		],
	])('with %s', async (_what, spec, quiesced) => {
		const { simulator, client } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		await client.returned(EX, `VirtualMachine:${vm}`, head + spec);
		expect(simulator.snapshotsOf(vm).map((one) => one.quiesced)).toEqual([quiesced]);
	});

	it('refuses a time limit out of 5 to 240 minutes, and a context that it does not know', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		for (const minutes of [4, 241]) {
			const spec = `${GUEST}<timeout>${minutes}</timeout></quiesceSpec>`;
			expect((await client.call(EX, on, head + spec)).fault).toBe('InvalidArgument');
		}
		const spec =
			'<quiesceSpec xsi:type="VirtualMachineWindowsQuiesceSpec"><vssBackupContext>all</vssBackupContext></quiesceSpec>';
		expect((await client.call(EX, on, head + spec)).fault).toBe('InvalidRequest');
	});

	it('is unknown before version 6.5 of the API', async () => {
		const { simulator, client } = await bench.given();
		const on = `VirtualMachine:${simulator.addVm({ name: 'web-01' })}`;
		client.version = 'urn:vim25/6.0';
		const { fault, faultText } = await client.call(EX, on, head);
		expect(fault).toBe('InvalidRequest');
		expect(faultText).toContain(
			'Unable to resolve WSDL method name CreateSnapshotEx_Task for namespace name urn:vim25',
		);
	});
});
