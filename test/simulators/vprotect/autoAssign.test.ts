import type { AutoAssignSpec, PlatformName } from './index';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenVms extends Given {
	/** The policy of each VM, by the VM's name. */
	readonly policies: () => Promise<Record<string, string | null>>;
	readonly sync: () => Promise<void>;
}

async function givenVms(platform: PlatformName = 'vcenter'): Promise<GivenVms> {
	const given = await bench.given();
	const { client, simulator } = given;
	simulator.addHypervisor({ name: 'a', platform, cluster: 'north' });
	simulator.addHypervisor({ name: 'b', platform, cluster: 'south' });
	simulator.addVm({ name: 'web-01', hypervisor: 'a', tags: ['prod'] });
	simulator.addVm({ name: 'web-02', hypervisor: 'b', tags: ['prod', 'fragile'] });
	simulator.addVm({ name: 'Web-03', hypervisor: 'b' });
	return {
		...given,
		policies: async () =>
			Object.fromEntries(
				(await client.list('/virtual-machines')).map(({ name, snapshotMgmtPolicy }) => [
					String(name),
					(snapshotMgmtPolicy as { name: string } | null)?.name ?? null,
				]),
			),
		sync: async () => void (await client.send('POST', '/tasks/inventory-sync', {})),
	};
}

const MODE = { mode: 'ASSIGN_ONLY' } as const;

describe('auto-assignment by an inventory sync', () => {
	it.each<[string, AutoAssignSpec, string[]]>([
		['a tag', { includeTags: ['prod'] }, ['web-01', 'web-02']],
		['a name, in the right case', { includeRegExps: ['web-.*'] }, ['web-01', 'web-02']],
		['the whole name, not a part of it', { includeRegExps: ['web'] }, []],
		[
			'any tag or name',
			{ includeTags: ['fragile'], includeRegExps: ['Web-03'] },
			['web-02', 'Web-03'],
		],
		[
			'a name, but never what a tag excludes',
			{ includeRegExps: ['.*'], excludeTags: ['fragile'] },
			['web-01', 'Web-03'],
		],
		[
			'a tag, but never what a name excludes',
			{ includeTags: ['prod'], excludeRegExps: ['.*1'] },
			['web-02'],
		],
		['its clusters only', { includeRegExps: ['.*'], clusters: ['south'] }, ['web-02', 'Web-03']],
		['not its cluster alone', { clusters: ['south'] }, []],
		['no rule at all', {}, []],
	])('goes by %s', async (_what, rules, wanted) => {
		const { simulator, policies, sync } = await givenVms();
		simulator.addPolicy({ name: 'Auto', autoAssign: { ...MODE, ...rules } });
		await sync();
		const assigned = Object.entries(await policies()).filter(([, policy]) => policy === 'Auto');
		expect(assigned.map(([name]) => name)).toEqual(wanted);
	});

	it('may look for an expression anywhere in the name', async () => {
		const { simulator, policies, sync } = await givenVms();
		simulator.quirks.nameExpressions = 'part';
		simulator.addPolicy({ name: 'Auto', autoAssign: { ...MODE, includeRegExps: ['02'] } });
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': null, 'web-02': 'Auto' });
	});

	it('sees no tags on platforms that do not hand them on', async () => {
		const { client, simulator, policies, sync } = await givenVms('proxmox');
		simulator.addPolicy({ name: 'Auto', autoAssign: { ...MODE, includeTags: ['prod'] } });
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': null, 'web-02': null });
		expect((await client.list('/virtual-machines')).flatMap(({ tags }) => tags)).toEqual([]);
	});

	it('does nothing while it is disabled', async () => {
		const { simulator, policies, sync } = await givenVms();
		simulator.addPolicy({ name: 'Auto', autoAssign: { includeTags: ['prod'] } });
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': null });
	});

	it('leaves a VM where it is while the rules of its policy match it', async () => {
		const { simulator, policies, sync } = await givenVms();
		const both = { mode: 'ASSIGN_AND_REMOVE', includeTags: ['prod'] } as const;
		simulator.addPolicy({ name: 'First', autoAssign: both });
		simulator.addPolicy({ name: 'Second', autoAssign: both });
		simulator.setPolicy(simulator.guidOf('vm', 'web-01'), 'Second');
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': 'Second', 'web-02': 'First' });
	});

	it.each([
		['newPolicy', 'ASSIGN_ONLY', 'ASSIGN_AND_REMOVE', 'New'],
		['newPolicy', 'ASSIGN_AND_REMOVE', 'ASSIGN_ONLY', null],
		['newPolicy', 'DISABLED', 'ASSIGN_ONLY', 'Old'],
		['oldPolicy', 'ASSIGN_AND_REMOVE', 'ASSIGN_ONLY', 'New'],
		['oldPolicy', 'ASSIGN_ONLY', 'ASSIGN_AND_REMOVE', 'Old'],
		['both', 'ASSIGN_AND_REMOVE', 'ASSIGN_AND_REMOVE', 'New'],
		['both', 'ASSIGN_ONLY', 'ASSIGN_AND_REMOVE', 'Old'],
	] as const)(
		'moves by the mode of %s: out of %s into %s → %s',
		async (moveNeedsModeOf, from, to, policy) => {
			const { simulator, policies, sync } = await givenVms();
			simulator.quirks.moveNeedsModeOf = moveNeedsModeOf;
			simulator.addPolicy({ name: 'Old', autoAssign: { mode: from, includeTags: ['test'] } });
			simulator.addPolicy({ name: 'New', autoAssign: { mode: to, includeTags: ['prod'] } });
			simulator.setPolicy(simulator.guidOf('vm', 'web-01'), 'Old');
			await sync();
			expect((await policies())['web-01']).toBe(policy);
		},
	);

	it('takes VMs out that match no more only if it may, and never those of a policy that assigns only', async () => {
		const { simulator, policies, sync } = await givenVms();
		const autoAssign = { includeTags: ['test'] };
		const [careful, strict] = ['ASSIGN_ONLY', 'ASSIGN_AND_REMOVE'] as const;
		simulator.addPolicy({ name: 'Careful', autoAssign: { ...autoAssign, mode: careful } });
		simulator.addPolicy({ name: 'Strict', autoAssign: { ...autoAssign, mode: strict } });
		simulator.setPolicy(simulator.guidOf('vm', 'web-01'), 'Careful');
		simulator.setPolicy(simulator.guidOf('vm', 'web-02'), 'Strict');
		simulator.quirks.mismatchRemoves = false;
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': 'Careful', 'web-02': 'Strict' });
		simulator.quirks.mismatchRemoves = true;
		await sync();
		expect(await policies()).toMatchObject({ 'web-01': 'Careful', 'web-02': null });
	});
});

describe('auto-assignment after a policy was saved', () => {
	const body = (flag?: boolean) => ({
		name: 'Auto',
		autoAssignSettings: { mode: { name: 'ASSIGN_ONLY' }, includeTags: ['prod'] },
		executeAutoAssignmentAfterSavingPolicy: flag,
	});

	it('happens unless it is told not to', async () => {
		const { client, policies } = await givenVms();
		await client.done('POST', '/policies/vm-snapshot', body(false));
		expect(await policies()).toMatchObject({ 'web-01': null });
		const [policy] = await client.list('/policies/vm-snapshot');
		await client.done('PUT', `/policies/vm-snapshot/${String(policy?.guid)}`, body());
		expect(await policies()).toMatchObject({ 'web-01': 'Auto', 'Web-03': null });
	});
});

describe('a preview', () => {
	const PREVIEW = '/policies/vm-snapshot/auto-assignment-preview';
	const body = (includeTags: string[], mode = 'ASSIGN_AND_REMOVE') => ({
		name: 'New',
		autoAssignSettings: { mode: { name: mode }, includeTags },
	});
	const names = (answer: unknown) => (answer as { name: string }[]).map(({ name }) => name);

	it('tells which VMs a new policy would take, and changes nothing', async () => {
		const { client, simulator, policies } = await givenVms();
		simulator.addPolicy({ name: 'Old', autoAssign: { includeTags: ['fragile'] } });
		simulator.setPolicy(simulator.guidOf('vm', 'web-02'), 'Old');
		const before = await policies();
		expect(names(await client.done('POST', PREVIEW, body(['prod'])))).toEqual(['web-01']);
		simulator.quirks.preview = 'matches';
		const matching = await client.done('POST', PREVIEW, body(['prod']));
		expect(names(matching)).toEqual(['web-01', 'web-02']);
		expect(await policies()).toEqual(before);
		expect(await client.list('/policies/vm-snapshot')).toHaveLength(1);
	});

	it('tells which VMs a changed policy would take and lose', async () => {
		const { client, simulator } = await givenVms();
		const guid = simulator.addPolicy({ name: 'New' });
		simulator.setPolicy(simulator.guidOf('vm', 'Web-03'), 'New');
		simulator.setPolicy(simulator.guidOf('vm', 'web-01'), 'New');
		const path = `/policies/vm-snapshot/${guid}/auto-assignment-preview`;
		expect(names(await client.done('POST', path, body(['prod'])))).toEqual(['web-02', 'Web-03']);
		const missing = '/policies/vm-snapshot/x/auto-assignment-preview';
		expect((await client.send('POST', missing, body(['prod']))).status).toBe(404);
	});
});
