import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const AUTO = {
	mode: { name: 'DISABLED' },
	includeTags: [],
	excludeTags: [],
	includeRegExps: [],
	excludeRegExps: [],
	hvClusters: [],
};
const policyNamed = (name: string, vms: readonly string[] = []) => ({
	name,
	active: true,
	priority: 60,
	autoRemoveNonPresent: true,
	backupRetryCount: 1,
	autoAssignSettings: AUTO,
	vms: vms.map((guid) => ({ guid })),
	rules: [],
});
const PATH = '/policies/vm-snapshot';

async function givenVms(): Promise<Given & { web: string; db: string }> {
	const given = await bench.given();
	const web = given.simulator.addVm({ name: 'web-01' });
	return { ...given, web, db: given.simulator.addVm({ name: 'db-01' }) };
}

describe('a policy', () => {
	it('is made in two steps: first the policy, then its rule', async () => {
		const { client, web } = await givenVms();
		const { guid } = await client.done('POST', PATH, policyNamed('Daily', [web]));
		const rule = { name: 'Default', retentionVersions: 2, retentionDays: 7, schedules: [] };
		const made = await client.done('POST', '/rules/vm-snapshot', { ...rule, policy: { guid } });
		expect(await client.get(`${PATH}/${String(guid)}`)).toMatchObject({
			guid,
			name: 'Daily',
			active: true,
			priority: 60,
			autoRemoveNonPresent: true,
			backupRetryCount: 1,
			autoAssignSettings: { ...AUTO, mode: { name: 'DISABLED', description: 'Disabled' } },
			vms: [{ guid: web, name: 'web-01' }],
			rules: [{ ...rule, guid: made.guid, policy: { guid, name: 'Daily' } }],
		});
		expect(await client.get(`/virtual-machines/${web}`)).toMatchObject({
			snapshotMgmtPolicy: { guid, name: 'Daily' },
		});
	});

	it('is listed with its VMs and rules when they are asked for', async () => {
		const { client, simulator } = await givenVms();
		simulator.addPolicy({ name: 'Daily' });
		const [brief] = await client.list(PATH);
		expect(Object.keys(brief ?? {})).not.toContain('rules');
		const [extended] = await client.list(`${PATH}?extended=true`);
		expect(extended).toMatchObject({ ...brief, vms: [], rules: [{ name: 'Default' }] });
		simulator.quirks.policyList = 'full';
		expect(await client.list(PATH)).toEqual([extended]);
	});

	it('is refused with a name that is taken, when it is made and when it is changed', async () => {
		const { client, simulator } = await givenVms();
		simulator.addPolicy({ name: 'Daily' });
		const weekly = simulator.addPolicy({ name: 'Weekly' });
		const taken = { status: 409, body: { message: 'Name Daily is already used' } };
		expect(await client.send('POST', PATH, policyNamed('Daily'))).toMatchObject(taken);
		const path = `${PATH}/${weekly}`;
		expect(await client.send('PUT', path, policyNamed('Daily'))).toMatchObject(taken);
		expect((await client.send('PUT', path, policyNamed('Weekly'))).status).toBe(200);
	});

	it.each([
		['no name', { name: '' }],
		['a priority above 100', { priority: 101 }],
		['a mode that is none', { autoAssignSettings: { mode: { name: 'SOMETIMES' } } }],
		['no expression', { autoAssignSettings: { includeRegExps: ['('] } }],
		['a VM that is not there', { vms: [{ guid: 'x' }] }],
		['a cluster that is not there', { autoAssignSettings: { hvClusters: [{ guid: 'x' }] } }],
	])('is refused with %s', async (_what, change) => {
		const { client } = await givenVms();
		const body = { ...policyNamed('Daily'), ...change };
		expect((await client.send('POST', PATH, body)).status).toBe(400);
		expect(await client.list(PATH)).toEqual([]);
	});

	it('takes VMs from another, gives up those that are not listed, and leaves them without one when it goes', async () => {
		const { client, simulator, web, db } = await givenVms();
		const daily = simulator.addPolicy({ name: 'Daily' });
		simulator.addPolicy({ name: 'Weekly' });
		simulator.setPolicy(web, 'Weekly');
		simulator.setPolicy(db, 'Daily');
		const policies = async () =>
			(await client.list('/virtual-machines')).map(({ snapshotMgmtPolicy }) => snapshotMgmtPolicy);
		const path = `${PATH}/${daily}`;
		await client.done('PUT', path, policyNamed('Hourly', [web]));
		expect(await policies()).toEqual([{ guid: daily, name: 'Hourly' }, null]);
		expect((await client.send('DELETE', path)).status).toBe(204);
		expect(await policies()).toEqual([null, null]);
		expect((await client.send('GET', path)).status).toBe(404);
	});

	it('keeps its VMs and rules when a change leaves them out', async () => {
		const { client, simulator, web } = await givenVms();
		const daily = simulator.addPolicy({ name: 'Daily' });
		simulator.setPolicy(web, 'Daily');
		await client.done('PUT', `${PATH}/${daily}`, { ...policyNamed('Daily'), vms: undefined });
		expect(await client.get(`${PATH}/${daily}`)).toMatchObject({
			vms: [{ guid: web }],
			rules: [{ name: 'Default' }],
		});
	});

	it('may answer its change without a body', async () => {
		const { client, simulator } = await givenVms();
		const daily = simulator.addPolicy({ name: 'Daily' });
		simulator.quirks.changeAnswer = 'noContent';
		const answer = await client.send('PUT', `${PATH}/${daily}`, policyNamed('Daily'));
		expect(answer).toMatchObject({ status: 204, body: '' });
	});

	it('has other paths on an older server', async () => {
		const { client, simulator, web } = await givenVms();
		simulator.quirks.generation = 'older';
		const { guid } = await client.done('POST', '/policies/snapshot', policyNamed('Daily', [web]));
		const rule = { name: 'Default', policy: { guid } };
		const made = await client.done('POST', '/rules/vm-snapshot', rule);
		expect(await client.get(`/policies/snapshot/${String(guid)}`)).toMatchObject({ name: 'Daily' });
		expect((await client.send('GET', PATH)).status).toBe(404);
		const order = { protectedEntities: [{ guid: web }], rule: { guid: made.guid } };
		expect((await client.send('POST', '/tasks/vm-snapshot', order)).status).toBe(404);
		expect((await client.send('POST', '/tasks/snapshot', order)).status).toBe(200);
		expect(await client.snapshots(web)).toHaveLength(1);
	});
});

describe('a rule', () => {
	it('is the only one of its policy, unless more are allowed', async () => {
		const { client, simulator } = await givenVms();
		const guid = simulator.addPolicy({ name: 'Daily' });
		const rule = { name: 'Second', policy: { guid } };
		expect(await client.send('POST', '/rules/vm-snapshot', rule)).toMatchObject({
			status: 400,
			body: { message: 'Policy Daily already has a rule' },
		});
		simulator.quirks.secondRule = 'allowed';
		expect((await client.send('POST', '/rules/vm-snapshot', rule)).status).toBe(200);
	});

	it.each(['vm-snapshot', 'vm-backup'])('is changed by PUT /rules/%s', async (kind) => {
		const { client, simulator } = await givenVms();
		simulator.addPolicy({ name: 'Daily' });
		const path = `/rules/${kind}/${simulator.ruleOf('Daily')}`;
		const body = { name: 'Default', retentionVersions: 2, retentionDays: null };
		expect(await client.done('PUT', path, body)).toMatchObject({
			retentionVersions: 2,
			retentionDays: 0,
		});
	});

	it('may be out of reach, since its paths are inferred', async () => {
		const { client, simulator } = await givenVms();
		simulator.addPolicy({ name: 'Daily' });
		const path = `/rules/vm-snapshot/${simulator.ruleOf('Daily')}`;
		simulator.quirks.ruleChanges = 'unknown';
		expect((await client.send('PUT', path, { name: 'Default' })).status).toBe(404);
		expect((await client.send('DELETE', path)).status).toBe(404);
		simulator.quirks.ruleChanges = 'performed';
		expect((await client.send('DELETE', path)).status).toBe(204);
		expect(() => simulator.ruleOf('Daily')).toThrow('has no rule');
	});

	it('that goes lets the task fail which waits to run by it', async () => {
		const { client, simulator, web } = await givenVms();
		simulator.addPolicy({ name: 'Daily' });
		simulator.setPolicy(web, 'Daily');
		simulator.holdQueue();
		const task = await client.orderSnapshot(web, simulator.ruleOf('Daily'));
		await client.send('DELETE', `/rules/vm-snapshot/${simulator.ruleOf('Daily')}`);
		simulator.releaseQueue();
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			state: { name: 'FAILED' },
			message: 'The rule of the task does not exist any more',
		});
	});
});
