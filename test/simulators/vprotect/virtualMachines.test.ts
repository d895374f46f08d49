import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

describe('the list of VMs', () => {
	it('tells hypervisor, manager, tags, policies and presence of each', async () => {
		const { client, simulator } = await bench.given();
		simulator.addHypervisor({ name: 'esx-01', platform: 'vcenter', manager: 'vc', cluster: 'c' });
		simulator.addHypervisor({ name: 'kvm-01', platform: 'kvm' });
		const policy = simulator.addPolicy({ name: 'Daily' });
		simulator.addVm({ name: 'web-01', tags: ['prod'], policy: 'Daily', quiesce: true });
		simulator.addVm({ name: 'old', hypervisor: 'kvm-01', tags: ['prod'] });
		const [web, old] = await client.list('/virtual-machines');
		expect(web).toMatchObject({
			guid: simulator.guidOf('vm', 'web-01'),
			uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
			name: 'web-01',
			hvType: { name: 'ESXI' },
			hvmType: { name: 'VCENTER' },
			hypervisor: { guid: simulator.guidOf('hypervisor', 'esx-01'), name: 'esx-01' },
			hvManager: { name: 'vc' },
			present: true,
			tags: ['prod'],
			vmBackupPolicy: null,
			snapshotMgmtPolicy: { guid: policy, name: 'Daily' },
			quiesceBeforeSnapshot: true,
			lastStoredSnapshot: null,
		});
		expect(old).toMatchObject({
			hvType: { name: 'KVM' },
			hvmType: null,
			hvManager: null,
			tags: [],
		});
		expect(await client.list('/hypervisor-managers')).toMatchObject([{ name: 'vc' }]);
		expect(await client.list('/hypervisor-clusters')).toMatchObject([{ name: 'c' }]);
		expect(await client.list('/hypervisors')).toHaveLength(2);
	});

	it('is one of a tenant where that is asked for', async () => {
		const { client, simulator } = await bench.given();
		simulator.addVm({ name: 'a', tenantId: '7' });
		simulator.addVm({ name: 'b' });
		expect(await client.list('/virtual-machines?tenantid=7')).toMatchObject([{ name: 'a' }]);
	});

	it('comes in pages, filtered and in order, with the total in a header', async () => {
		const { client, simulator } = await bench.given();
		for (const name of ['web-1', 'db-1', 'web-3', 'web-2']) simulator.addVm({ name });
		const path = '/virtual-machines?orderBy=name&direction=DESC&filter=WEB&size=2';
		const page = async (number: number) => {
			const { body, headers } = await client.send('GET', `${path}&page=${number}`);
			return [(body as { name: string }[]).map(({ name }) => name), headers['x-total-count']];
		};
		expect(await page(0)).toEqual([['web-3', 'web-2'], '3']);
		expect(await page(1)).toEqual([['web-1'], '3']);
		simulator.quirks.firstPage = 1;
		expect(await page(1)).toEqual([['web-3', 'web-2'], '3']);
		expect((await client.send('GET', `${path}&page=x`)).status).toBe(400);
		simulator.quirks.paging = 'ignored';
		expect(await page(5)).toEqual([['web-1', 'db-1', 'web-3', 'web-2'], '4']);
	});

	it('may be wrapped', async () => {
		const { client, simulator } = await bench.given({ quirks: { vmList: 'members' } });
		simulator.addVm({ name: 'a' });
		const { body } = await client.send('GET', '/virtual-machines');
		expect(body).toEqual({ members: [expect.objectContaining({ name: 'a' })] });
	});
});

describe('the settings of a VM', () => {
	it('assign a policy, and lose everything that is not sent', async () => {
		const { client, simulator } = await bench.given();
		const policy = simulator.addPolicy({ name: 'Daily' });
		const guid = simulator.addVm({ name: 'web-01', quiesce: true });
		const path = `/virtual-machines/${guid}`;
		const whole = await client.get(path);
		const changed = {
			...whole,
			snapshotMgmtPolicy: { guid: policy },
			preSnapCmdArgs: ['/bin/sync'],
		};
		await client.done('PUT', `${path}/settings`, changed);
		expect(await client.get(path)).toEqual({
			...whole,
			preSnapCmdArgs: ['/bin/sync'],
			snapshotMgmtPolicy: { guid: policy, name: 'Daily' },
		});
		await client.done('PUT', `${path}/settings`, { sshPort: 2222 });
		expect(await client.get(path)).toMatchObject({
			snapshotMgmtPolicy: null,
			quiesceBeforeSnapshot: false,
			preSnapCmdArgs: null,
			sshPort: 2222,
		});
	});

	it('may keep what is not sent', async () => {
		const { client, simulator } = await bench.given({ quirks: { missingSettings: 'kept' } });
		simulator.addPolicy({ name: 'Daily' });
		const guid = simulator.addVm({ name: 'web-01', quiesce: true, policy: 'Daily' });
		const path = `/virtual-machines/${guid}`;
		const whole = await client.get(path);
		await client.done('PUT', `${path}/settings`, { sshPort: 2222 });
		expect(await client.get(path)).toEqual({ ...whole, sshPort: 2222 });
	});

	it('refuse a policy that is not there, and may refuse one for a platform without snapshots', async () => {
		const { client, simulator } = await bench.given();
		simulator.addHypervisor({ name: 'kvm-01', platform: 'kvm' });
		const policy = simulator.addPolicy({ name: 'Daily' });
		const path = `/virtual-machines/${simulator.addVm({ name: 'old' })}/settings`;
		const assign = async (guid: string) =>
			(await client.send('PUT', path, { snapshotMgmtPolicy: { guid } })).status;
		expect(await assign('x')).toBe(400);
		simulator.quirks.unsupportedPolicy = { status: 422, text: 'Not for {name}' };
		expect(await assign(policy)).toBe(422);
		simulator.quirks.unsupportedPolicy = 'allowed';
		expect(await assign(policy)).toBe(200);
	});
});

describe('an inventory sync', () => {
	it('is a task that finds what has gone, and drops it from policies that say so', async () => {
		const { client, simulator, clock } = await bench.given({ durations: { inventorySync: 10 } });
		simulator.addPolicy({ name: 'Tidy' });
		simulator.addPolicy({ name: 'Lazy', autoRemoveNonPresent: false });
		for (const policy of ['Tidy', 'Lazy']) {
			simulator.removeFromPlatform(simulator.addVm({ name: policy, policy }));
		}
		simulator.addVm({ name: 'there', policy: 'Tidy' });
		const found = async () =>
			(await client.list('/virtual-machines')).map(({ present, snapshotMgmtPolicy: policy }) => [
				present,
				policy === null,
			]);
		const { body } = await client.send('POST', '/tasks/inventory-sync', {});
		expect(body).toMatchObject([{ type: { name: 'INDEX' }, protectedEntity: null }]);
		expect(await found()).toEqual([
			[true, false],
			[true, false],
			[true, false],
		]);
		await clock.advance(10_000);
		expect(await found()).toEqual([
			[false, true],
			[false, false],
			[true, false],
		]);
	});
});
