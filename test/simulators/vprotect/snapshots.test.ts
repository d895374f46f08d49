import { NOW_MILLISECONDS, TestBench, type Given } from './testBench';
import type { VprotectOptions } from './index';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenVms extends Given {
	readonly web: string;
	readonly db: string;
	readonly rule: string;
}

async function givenVms(options: VprotectOptions = {}): Promise<GivenVms> {
	const given = await bench.given(options);
	const { simulator } = given;
	simulator.addPolicy({ name: 'Daily' });
	const web = simulator.addVm({ name: 'web-01', policy: 'Daily', disk: 'before' });
	const db = simulator.addVm({ name: 'db-01', disk: 'orders' });
	return { ...given, web, db, rule: simulator.ruleOf('Daily') };
}

const orderOf = (rule: string, ...vms: readonly string[]) => ({
	priority: 50,
	protectedEntities: vms.map((guid) => ({ guid })),
	rule: { guid: rule },
});

describe('a snapshot on demand', () => {
	it('is a task by the rule of the VM’s policy, and then a snapshot of that policy', async () => {
		const { client, web, rule } = await givenVms();
		const task = await client.orderSnapshot(web, rule, 70);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			guid: task,
			type: { name: 'SNAPSHOT' },
			state: { name: 'FINISHED', description: 'Finished' },
			priority: 70,
			progress: 100,
			startTime: NOW_MILLISECONDS,
			finishTime: NOW_MILLISECONDS,
			protectedEntity: { guid: web, name: 'web-01' },
			hypervisor: { name: 'esx-01' },
			node: { name: 'node1' },
			message: null,
		});
		expect(await client.snapshots(web)).toEqual([
			{
				guid: expect.stringMatching(/^[0-9a-f-]{36}$/),
				uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
				snapshotTime: NOW_MILLISECONDS,
				policy: 'Daily',
				status: 'SUCCESS',
			},
		]);
	});

	it('is one task for each VM', async () => {
		const { client, simulator, web, db, rule } = await givenVms();
		simulator.setPolicy(db, 'Daily');
		const answer = await client.send('POST', '/tasks/vm-snapshot', orderOf(rule, web, db));
		expect(answer.body).toEqual([
			expect.objectContaining({ protectedEntity: { guid: web, name: 'web-01' } }),
			expect.objectContaining({ protectedEntity: { guid: db, name: 'db-01' } }),
		]);
	});

	it.each([
		['references', 200, [{ guid: expect.any(String) }]],
		['empty', 204, ''],
	] as const)('may be answered by %s', async (taskAnswer, status, body) => {
		const { client, web, rule } = await givenVms({ quirks: { taskAnswer } });
		const answer = await client.send('POST', '/tasks/vm-snapshot', orderOf(rule, web));
		expect(answer).toMatchObject({ status, body });
		expect(await client.snapshots(web)).toHaveLength(1);
	});

	it('is refused for a VM without a snapshot policy, and then for all in the order', async () => {
		const { client, web, db, rule } = await givenVms();
		const refused = await client.send('POST', '/tasks/vm-snapshot', orderOf(rule, web, db));
		expect(refused).toMatchObject({
			status: 400,
			body: { message: 'No snapshot policy is assigned to db-01' },
		});
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('is refused by the rule of another policy', async () => {
		const { client, simulator, web } = await givenVms();
		simulator.addPolicy({ name: 'Other' });
		const order = orderOf(simulator.ruleOf('Other'), web);
		expect(await client.send('POST', '/tasks/vm-snapshot', order)).toMatchObject({
			status: 400,
			body: { message: 'The rule does not belong to the snapshot policy of web-01' },
		});
	});

	it.each([
		['a priority above 100', { priority: 101 }],
		['no VM', { protectedEntities: [] }],
		['a VM that is not there', { protectedEntities: [{ guid: 'x' }] }],
		['a rule that is not there', { rule: { guid: 'x' } }],
		['no rule', { rule: undefined }],
	])('is refused with %s', async (_what, change) => {
		const { client, web, rule } = await givenVms();
		const order = { ...orderOf(rule, web), ...change };
		expect((await client.send('POST', '/tasks/vm-snapshot', order)).status).toBe(400);
		expect(await client.list('/tasks')).toEqual([]);
	});

	it.each(['kvm', 'openstack'] as const)('fails on %s', async (platform) => {
		const { client, simulator, rule } = await givenVms();
		simulator.addHypervisor({ name: 'host', platform });
		const vm = simulator.addVm({ name: 'old', hypervisor: 'host', policy: 'Daily' });
		const task = await client.orderSnapshot(vm, rule);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			state: { name: 'FAILED' },
			message: `Snapshot management is not supported for ${platform.toUpperCase()}`,
		});
		expect(await client.snapshots(vm)).toEqual([]);
		simulator.quirks.unsupportedSnapshot = { status: 422, text: 'Not for {name}' };
		expect(await client.send('POST', '/tasks/vm-snapshot', orderOf(rule, vm))).toMatchObject({
			status: 422,
			body: { message: 'Not for old' },
		});
	});

	it('fails for a VM that its platform does not have any more, known or not', async () => {
		const { client, simulator, web, rule } = await givenVms();
		simulator.removeFromPlatform(web);
		const outcome = async () => await client.get(`/tasks/${await client.orderSnapshot(web, rule)}`);
		const failure = {
			state: { name: 'FAILED' },
			message: 'Virtual environment web-01 is not present',
		};
		expect(await outcome()).toMatchObject(failure);
		simulator.world.policies.forEach((policy) => {
			policy.settings = { ...policy.settings, autoRemoveNonPresent: false };
		});
		simulator.syncInventory();
		expect(await outcome()).toMatchObject(failure);
		simulator.quirks.notPresent = { status: 409, text: '{name} is gone' };
		const refused = await client.send('POST', '/tasks/vm-snapshot', orderOf(rule, web));
		expect(refused).toMatchObject({ status: 409, body: { message: 'web-01 is gone' } });
	});
});

describe('the snapshots of a VM', () => {
	it('are listed for one VM at a time', async () => {
		const { client, simulator, web } = await givenVms();
		expect((await client.send('GET', '/snapshots')).status).toBe(400);
		expect((await client.send('GET', '/snapshots?protected-entity=x')).status).toBe(404);
		simulator.addSnapshot(web);
		simulator.quirks.snapshotsOfAll = 'listed';
		expect(await client.list('/snapshots')).toHaveLength(1);
	});

	it('name their policy even when it has gone, and none where none made them', async () => {
		const { client, simulator, web } = await givenVms();
		simulator.addSnapshot(web);
		simulator.addSnapshot(web, { policy: null });
		await client.send('DELETE', `/policies/vm-snapshot/${simulator.guidOf('policy', 'Daily')}`);
		const policies = (await client.snapshots(web)).map(({ policy }) => policy);
		expect(policies).toEqual(['Daily', null]);
	});

	it('have a history with failures and what was removed', async () => {
		const { client, simulator, web } = await givenVms();
		simulator.addPolicy({ name: 'One', rule: { versions: 1 } });
		simulator.setPolicy(web, 'One');
		simulator.failTasks('No space left on device');
		for (let times = 0; times < 3; times += 1) {
			await client.orderSnapshot(web, simulator.ruleOf('One'));
		}
		expect(await client.snapshots(web)).toHaveLength(1);
		const history = await client.list(`/snapshots?protected-entity=${web}&stand-alone=true`);
		expect(history.map(({ status }) => status)).toEqual(['FAILED', 'REMOVED', 'SUCCESS']);
	});

	it('mark the one for incremental backup in the VM', async () => {
		const { client, simulator, web } = await givenVms();
		const kept = simulator.addSnapshot(web, { incremental: true });
		simulator.addSnapshot(web);
		expect(await client.get(`/virtual-machines/${web}`)).toMatchObject({
			lastStoredSnapshot: { guid: kept },
		});
	});
});
