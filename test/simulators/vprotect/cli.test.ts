import { comeToRest } from '../../support/clock';
import type { CliAnswer, CliTestClient } from './cliTestClient';
import type { VprotectOptions } from './index';
import { DAY, NOW_MILLISECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenCli extends Given {
	readonly cli: CliTestClient;
	readonly vm: string;
	/** Runs `vprotect …`. */
	readonly vprotect: (rest: string) => Promise<CliAnswer>;
}

/** A VM with one snapshot of three days ago, and other content now. */
async function givenCli(options: VprotectOptions = {}): Promise<GivenCli & { snapshot: string }> {
	const given = await bench.given(options);
	const { simulator } = given;
	simulator.addPolicy({ name: 'Daily', rule: { days: 2 } });
	const vm = simulator.addVm({ name: 'web-01', policy: 'Daily', disk: 'before', power: 'stopped' });
	const snapshot = simulator.addSnapshot(vm, { takenAt: new Date(NOW_MILLISECONDS - 3 * DAY) });
	simulator.write(vm, 'after');
	simulator.setPower(vm, 'running');
	const cli = await bench.cli(simulator);
	const vprotect = async (rest: string) => await cli.run(`vprotect ${rest}`);
	return { ...given, cli, vm, snapshot, vprotect };
}

describe('a revert', () => {
	it.each(['-rvS', '--revert-snapshot'])(
		'by %s is a task that brings back disk and power state, and keeps every snapshot',
		async (option) => {
			const { client, simulator, vm, snapshot, vprotect } = await givenCli();
			const later = simulator.addSnapshot(vm);
			expect(await vprotect(`vm ${option} ${snapshot}`)).toMatchObject({ code: 0, stderr: '' });
			expect([simulator.read(vm), simulator.powerOf(vm)]).toEqual(['before', 'stopped']);
			expect(await client.list(`/tasks?protectedEntity=${vm}`)).toMatchObject([
				{ type: { name: 'SNAPSHOT_REVERSION' }, state: { name: 'FINISHED' } },
			]);
			const guids = (await client.snapshots(vm)).map(({ guid }) => guid);
			expect(guids).toEqual([snapshot, later]);
		},
	);

	it('is over long after the command, unless the command waits', async () => {
		const { client, simulator, clock, vm, snapshot, vprotect } = await givenCli({
			durations: { reversion: 60 },
		});
		expect((await vprotect(`vm -rvS ${snapshot}`)).code).toBe(0);
		expect(simulator.read(vm)).toBe('after');
		await clock.advance(60_000);
		expect(simulator.read(vm)).toBe('before');
		simulator.quirks.cliWaits = true;
		simulator.write(vm, 'again');
		let answered = false;
		const answer = vprotect(`vm -rvS ${snapshot}`).finally(() => (answered = true));
		while (clock.sleepers() === 0) await comeToRest();
		await clock.advance(59_000);
		expect([answered, simulator.read(vm)]).toEqual([false, 'again']);
		await clock.advance(1000);
		expect((await answer).code).toBe(0);
		expect(simulator.read(vm)).toBe('before');
		expect(await client.list('/tasks')).toHaveLength(2);
	});

	it('that fails tells so in its task, and changes nothing', async () => {
		const { client, simulator, vm, snapshot, vprotect } = await givenCli();
		simulator.failTasks('Storage domain is offline', { type: 'SNAPSHOT_REVERSION', times: 2 });
		expect((await vprotect(`vm -rvS ${snapshot}`)).code).toBe(0);
		expect(await client.list('/tasks')).toMatchObject([
			{ state: { name: 'FAILED' }, message: 'Storage domain is offline' },
		]);
		simulator.quirks.cliWaits = true;
		expect(await vprotect(`vm -rvS ${snapshot}`)).toEqual({
			code: 1,
			stdout: '',
			stderr: 'Storage domain is offline\n',
		});
		expect(simulator.read(vm)).toBe('after');
	});

	it('of a snapshot that is gone is refused', async () => {
		const { client, vprotect } = await givenCli();
		expect(await vprotect('vm -rvS nothing')).toMatchObject({
			code: 1,
			stderr: 'Snapshot nothing not found\n',
		});
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('on Nutanix makes a new VM without a policy and removes the original, seen after a sync', async () => {
		const { client, simulator, vprotect } = await givenCli();
		simulator.addHypervisor({ name: 'ahv', platform: 'nutanix' });
		const vm = simulator.addVm({ name: 'n', hypervisor: 'ahv', policy: 'Daily', disk: 'old' });
		const snapshot = simulator.addSnapshot(vm);
		simulator.write(vm, 'new');
		await vprotect(`vm -rvS ${snapshot}`);
		const named = async () =>
			(await client.list('/virtual-machines')).filter(({ name }) => name === 'n');
		expect(await named()).toMatchObject([{ guid: vm, present: true }]);
		await client.send('POST', '/tasks/inventory-sync', {});
		const [original, successor] = await named();
		expect(original).toMatchObject({ guid: vm, present: false });
		expect(successor).toMatchObject({ present: true, snapshotMgmtPolicy: null });
		expect(simulator.read(String(successor?.guid))).toBe('old');
	});
});

describe('the removal of old snapshots', () => {
	it.each(['-rmS', '--remove-snapshot'])(
		'by %s applies retention to each VM that is listed, and to no other',
		async (option) => {
			const { client, simulator, vm, vprotect } = await givenCli();
			const takenAt = new Date(NOW_MILLISECONDS - 9 * DAY);
			const others = ['db-01', 'db-02'].map((name) => {
				const guid = simulator.addVm({ name, policy: 'Daily' });
				simulator.addSnapshot(guid, { takenAt });
				return guid;
			});
			const young = simulator.addSnapshot(vm);
			expect((await vprotect(`vm ${option} ${vm},${others[0]}`)).code).toBe(0);
			expect(simulator.snapshotsOf(vm).map(({ guid }) => guid)).toEqual([young]);
			expect(others.map((guid) => simulator.snapshotsOf(guid).length)).toEqual([0, 1]);
			expect(await client.list('/tasks?type=OLD_SNAPSHOTS_REMOVAL')).toHaveLength(2);
		},
	);

	it('does nothing at all if one of the VMs is unknown', async () => {
		const { client, vm, vprotect } = await givenCli();
		expect(await vprotect(`vm -rmS ${vm},x`)).toMatchObject({
			code: 1,
			stderr: 'Virtual environment x not found\n',
		});
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('leaves a VM without a policy alone', async () => {
		const { simulator, vm, vprotect } = await givenCli();
		simulator.setPolicy(vm, null);
		expect((await vprotect(`vm -rmS ${vm}`)).code).toBe(0);
		expect(simulator.snapshotsOf(vm)).toHaveLength(1);
	});
});

describe('the other commands', () => {
	it('list VMs, snapshots and tasks, and show one', async () => {
		const { simulator, vm, snapshot, vprotect } = await givenCli();
		for (const rest of ['vm -l', `vm -g ${vm}`]) {
			expect((await vprotect(rest)).stdout).toBe(`${vm}  web-01  Daily  present\n`);
		}
		expect((await vprotect(`vm -S ${vm}`)).stdout).toBe(
			`${snapshot}  2026-11-19T02:00:00.000Z  Daily\n`,
		);
		simulator.holdQueue();
		const task = (await vprotect(`vm -rvS ${snapshot}`)).stdout;
		for (const rest of ['task -l', `vm -T ${vm}`, `task -g ${task.split(' ')[0]}`]) {
			expect((await vprotect(rest)).stdout).toBe(task);
		}
		expect((await vprotect(`task -d ${task.split(' ')[0]}`)).code).toBe(0);
		expect((await vprotect('task -l')).stdout).toContain('CANCELLED');
	});

	it('take a snapshot by the rule and priority that are given, or by those of the policy', async () => {
		const { client, simulator, vm, vprotect } = await givenCli();
		await vprotect(`vm -cS ${vm} ${simulator.ruleOf('Daily')} 80`);
		await vprotect(`vm --create-snapshot ${vm}`);
		const priorities = (await client.list('/tasks')).map(({ priority }) => priority);
		expect(priorities).toEqual([80, 50]);
		expect(await client.snapshots(vm)).toHaveLength(2);
	});

	it.each([
		['a priority above 100', (rule: string) => `${rule} 101`, 'Invalid priority: 101'],
		['a rule that is not there', () => 'x 50', 'No snapshot rule for web-01'],
	])('refuse a snapshot with %s', async (_what, rest, text) => {
		const { simulator, vm, vprotect } = await givenCli();
		const answer = await vprotect(`vm -cS ${vm} ${rest(simulator.ruleOf('Daily'))}`);
		expect(answer).toMatchObject({ code: 1, stderr: `${text}\n` });
		simulator.setPolicy(vm, null);
		const { stderr } = await vprotect(`vm -cS ${vm} ${simulator.ruleOf('Daily')} 50`);
		expect(stderr).toBe('No snapshot policy is assigned to web-01\n');
	});
});

describe('the grammar', () => {
	it.each([
		['vm -rvs x', 'Unrecognized option: -rvs'],
		['vm --revert x', 'Unrecognized option: --revert'],
		['vm -rvS', 'Missing argument for option: -rvS'],
		['vm -rvS a b', 'Too many arguments for option: -rvS'],
		['vm -rvS a --force', 'Unrecognized option: --force'],
		['vm -rmS a b', 'Too many arguments for option: -rmS'],
		['vm', 'usage: vprotect vm'],
		['vms -l', 'usage: vprotect <module> <option>'],
		['', 'usage: vprotect <module> <option>'],
	])('refuses `vprotect %s` with the usage', async (rest, text) => {
		const { client, vprotect } = await givenCli();
		const { code, stdout, stderr } = await vprotect(rest);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain(text);
		expect(stderr).toContain('usage: vprotect');
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('tells what the manual has and this server does not simulate', async () => {
		const { vprotect } = await givenCli();
		expect(await vprotect('vm -xC x sync')).toMatchObject({ code: 70 });
		expect(await vprotect('sched -l')).toMatchObject({
			code: 70,
			stderr: 'sched -l: not simulated\n',
		});
	});
});
