import { NOW_SECONDS, takeSnapshot, TestBench, WEB } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('creating a snapshot', () => {
	it('is a task, and then a snapshot that the live state descends from', async () => {
		const { client } = await bench.givenWeb();
		const upid = String(
			await client.data('POST', `${WEB}/snapshot`, { snapname: 'daily1', description: 'why' }),
		);
		expect(upid).toMatch(
			/^UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmsnapshot:100:root@pam!n8n:$/,
		);
		expect(await client.outcome(upid)).toBe('OK');
		expect(await client.log(upid)).toEqual([
			"snapshotting 'drive-scsi0' (local-lvm:vm-100-disk-0)",
			'TASK OK',
		]);
		const listed = await client.list(`${WEB}/snapshot`);
		expect(listed).toEqual([
			{ name: 'daily1', snaptime: NOW_SECONDS, description: 'why\n', vmstate: 0 },
			{
				name: 'current',
				running: 1,
				digest: expect.stringMatching(/^[0-9a-f]{40}$/),
				description: 'You are here!',
				parent: 'daily1',
			},
		]);
	});

	it('holds the lock `snapshot`, seen everywhere, until the task ends', async () => {
		const { client, clock } = await bench.givenWeb({ durations: { snapshot: 3 } });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'daily1' }));
		expect(await client.outcome(upid)).toBe('running');
		const [row] = await client.list('/cluster/resources', { type: 'vm' });
		expect(row).toMatchObject({ lock: 'snapshot' });
		expect(await client.get(`${WEB}/status/current`)).toMatchObject({ lock: 'snapshot' });
		expect((await client.snapshots(WEB))[0]).toMatchObject({ snapstate: 'prepare' });
		await clock.advance(3000);
		expect(await client.outcome(upid)).toBe('OK');
		expect((await client.get(`${WEB}/status/current`)).lock).toBeUndefined();
		expect((await client.snapshots(WEB))[0]).not.toHaveProperty('snapstate');
	});

	it.each([
		['1abc', "invalid format - invalid configuration ID '1abc'\n"],
		['a', "invalid format - invalid configuration ID 'a'\n"],
		['has.dot', "invalid format - invalid configuration ID 'has.dot'\n"],
		['x'.repeat(41), 'value may only be 40 characters long'],
	])('refuses the name %s', async (snapname, told) => {
		const { client } = await bench.givenWeb();
		expect(await client.send('POST', `${WEB}/snapshot`, { snapname })).toMatchObject({
			status: 400,
			statusMessage: 'Parameter verification failed.',
			body: {
				data: null,
				message: 'Parameter verification failed.\n',
				errors: { snapname: told },
			},
		});
	});

	it.each(['current', 'pending', 'Pending'])(
		'refuses the reserved name %s at once',
		async (snapname) => {
			const { client } = await bench.givenWeb();
			expect(await client.send('POST', `${WEB}/snapshot`, { snapname })).toMatchObject({
				status: 500,
				statusMessage: `unable to use snapshot name '${snapname}' (reserved name)`,
			});
		},
	);

	it('refuses missing and unknown parameters together', async () => {
		const { client } = await bench.givenWeb();
		const { status, body } = await client.send('POST', `${WEB}/snapshot`, { quiesce: 1 });
		expect([status, body]).toMatchObject([
			400,
			{
				errors: {
					snapname: 'property is missing and it is not optional',
					quiesce:
						'property is not defined in schema and the schema does not allow additional properties',
				},
			},
		]);
	});

	it('fails in its task when the name is used already', async () => {
		const { client } = await bench.givenWeb();
		await takeSnapshot(client, 'daily1');
		expect(await takeSnapshot(client, 'daily1')).toBe("snapshot name 'daily1' already used");
		expect(await client.snapshots(WEB)).toHaveLength(1);
	});

	it.each(['backup', 'migrate', 'snapshot-delete'])(
		'fails in its task while the VM is locked by %s',
		async (lock) => {
			const { client, simulator } = await bench.givenWeb();
			simulator.lock(100, lock);
			expect(await takeSnapshot(client, 'daily1')).toBe(`VM is locked (${lock})`);
			simulator.unlock(100);
			expect(await takeSnapshot(client, 'daily1')).toBe('OK');
		},
	);

	it('fails in its task for a template', async () => {
		const { client, simulator } = await bench.given();
		simulator.addGuest({ name: 'golden', template: true });
		expect(await takeSnapshot(client, 'daily1')).toBe(
			"you can't take a snapshot if it's a template",
		);
	});

	it('leaves nothing when the storage refuses', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.failStorage('snapshot', 'lvcreate snapshot error: out of data space');
		expect(await takeSnapshot(client, 'daily1')).toBe('lvcreate snapshot error: out of data space');
		expect(await client.snapshots(WEB)).toEqual([]);
		expect(simulator.guest(100).lock).toBeUndefined();
		expect(await takeSnapshot(client, 'daily1')).toBe('OK');
	});

	it('leaves a half-made snapshot and the lock when its worker dies', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.endTasks({ kind: 'workerDies' });
		expect(await takeSnapshot(client, 'daily1')).toBe('unexpected status');
		expect(await client.snapshots(WEB)).toMatchObject([{ name: 'daily1', snapstate: 'prepare' }]);
		expect(await takeSnapshot(client, 'daily2')).toBe('VM is locked (snapshot)');
	});
});

describe('the RAM of a VM', () => {
	it('goes to a volume of its own, and is left out of a VM that is off', async () => {
		const { client, simulator } = await bench.givenWeb({ durations: { snapshot: 1, memory: 10 } });
		const upid = await client.data('POST', `${WEB}/snapshot`, { snapname: 'ram', vmstate: 1 });
		expect(await client.outcome(String(upid))).toBe('running');
		expect((await client.snapshots(WEB))[0]).toMatchObject({ vmstate: 1 });
		expect(await client.get(`${WEB}/snapshot/ram/config`)).toMatchObject({
			vmstate: 'local-lvm:vm-100-state-ram',
			runningmachine: expect.stringContaining('pc-i440fx'),
		});
		const off = simulator.addGuest({ name: 'off-01', status: 'stopped' });
		await client.data('POST', `/nodes/pve1/qemu/${off}/snapshot`, { snapname: 'ram', vmstate: 1 });
		expect((await client.snapshots(`/nodes/pve1/qemu/${off}`))[0]).toMatchObject({ vmstate: 0 });
	});

	it('is refused at once where it can’t be saved', async () => {
		const { client, simulator } = await bench.given();
		simulator.addGuest({ name: 'web-01', config: { virtiofs0: 'share' } });
		const fields = { snapname: 'ram', vmstate: 1 };
		expect(await client.send('POST', `${WEB}/snapshot`, fields)).toMatchObject({
			status: 500,
			statusMessage: 'Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: virtiofs',
		});
	});
});

describe('one snapshot', () => {
	it('tells the configuration of its time, and takes a new description', async () => {
		const { client } = await bench.givenWeb();
		await takeSnapshot(client, 'daily1', { description: 'old' });
		await client.data('PUT', `${WEB}/config`, { cores: 8 });
		const path = `${WEB}/snapshot/daily1/config`;
		expect(await client.get(path)).toMatchObject({
			cores: 2,
			name: 'web-01',
			snaptime: NOW_SECONDS,
		});
		expect(await client.data('PUT', path, { description: 'new' })).toBeNull();
		expect((await client.snapshots(WEB))[0]).toMatchObject({ description: 'new\n' });
	});

	it('that is missing is a 500, and while the VM is locked nothing is changed', async () => {
		const { client, simulator } = await bench.givenWeb();
		expect(await client.send('GET', `${WEB}/snapshot/gone/config`)).toMatchObject({
			status: 500,
			body: { message: "snapshot 'gone' does not exist\n" },
		});
		await takeSnapshot(client, 'daily1');
		simulator.lock(100);
		const path = `${WEB}/snapshot/daily1/config`;
		expect(await client.send('PUT', path, { description: 'x' })).toMatchObject({
			status: 500,
			statusMessage: 'VM is locked (backup)',
		});
	});

	it('may be told with an unknown time, and without the line feed after its description', async () => {
		const { client, simulator } = await bench.givenWeb({ quirks: { descriptionNewline: false } });
		simulator.addSnapshot(100, { name: 'old', snaptime: 0, description: 'text' });
		expect(await client.snapshots(WEB)).toEqual([
			{ name: 'old', snaptime: 0, description: 'text', vmstate: 0 },
		]);
	});

	it('is listed in no order, and `current` may come first', async () => {
		const { client, simulator } = await bench.givenWeb();
		for (const name of ['a1', 'b2', 'c3', 'd4', 'e5']) simulator.addSnapshot(100, { name });
		const names = async () => (await client.list(`${WEB}/snapshot`)).map(({ name }) => name);
		const listed = await names();
		expect(listed.at(-1)).toBe('current');
		expect(listed.slice(0, -1)).not.toEqual(['a1', 'b2', 'c3', 'd4', 'e5']);
		simulator.quirks.currentListed = 'first';
		expect((await names())[0]).toBe('current');
	});
});
