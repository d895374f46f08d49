import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, vprotectBench, type BenchOptions, type VprotectBench } from './bench';

afterEach(closeBenches);

const REVERT = 'vprotect vm -rvS';

interface Given {
	readonly bench: VprotectBench;
	readonly vm: Target;
	readonly snapshot: SystemSnapshot;
	readonly revert: () => Promise<Target>;
	readonly refused: () => Promise<SnapshotError>;
}

/** A VM that held `before` when its snapshot was taken, and `after` now. */
async function given(options: BenchOptions = {}, name = 'web-01'): Promise<Given> {
	const bench = await vprotectBench({ withSsh: true, ...options });
	const vm = await bench.target(name);
	bench.simulator.write(vm.id, 'before');
	const snapshot = await bench.take(vm);
	bench.simulator.write(vm.id, 'after');
	bench.simulator.ssh.clearCommands();
	const { driver } = bench.on;
	const revert = async () =>
		await driver.revertToSnapshot(vm, snapshot, { power: 'asSnapshot' }, bench.cancel.signal);
	const refused = async (): Promise<SnapshotError> => {
		const error = await rejectionOf(revert());
		if (!(error instanceof SnapshotError)) throw error;
		expect(bench.simulator.ssh.injections).toEqual([]);
		return error;
	};
	return { bench, vm, snapshot, revert, refused };
}

describe('a revert', () => {
	it('is UNSUPPORTED without the SSH part, with the way out, and asks nobody', async () => {
		const { bench, refused } = await given({ withSsh: false });
		bench.simulator.clearRequests();
		const error = await refused();
		expect(error.code).toBe('UNSUPPORTED');
		expect(error.advice).toMatch(/SSH/);
		expect(bench.simulator.requests).toEqual([]);
	});

	it.each([{ cliWaits: true }, { cliWaits: false }])('is waited for with %j', async (quirks) => {
		const { bench, vm, snapshot, revert } = await given({
			quirks,
			durations: { reversion: 120 },
		});
		await revert();
		expect(bench.simulator.read(vm.id)).toBe('before');
		expect(bench.simulator.ssh.count(`${REVERT} ${snapshot.id}`)).toBe(1);
	});

	it('logs the command line in when it is not, the password in no command', async () => {
		const { bench, vm, revert } = await given({ ssh: { loggedIn: false } });
		await revert();
		expect(bench.simulator.read(vm.id)).toBe('before');
		const { commands } = bench.simulator.ssh;
		expect(commands.join(' ')).toContain("vprotect login -u 'admin'");
		expect(commands.join(' ')).not.toContain(bench.simulator.credentials.password);
	});

	it('is AUTH when the command line lets nobody in', async () => {
		const { bench, vm, refused } = await given({ ssh: { loggedIn: false } });
		const denied = { kind: 'exit', code: 1, stderr: 'Access denied' } as const;
		bench.simulator.ssh.fault('vprotect login', denied);
		const error = await refused();
		expect(error.code).toBe('AUTH');
		const shown = `${error.message} ${error.advice} ${error.stack} ${String(error.cause)}`;
		expect(shown).not.toContain(bench.simulator.credentials.password);
		expect(bench.simulator.read(vm.id)).toBe('after');
	});

	it('is UNSUPPORTED where the command line is not installed', async () => {
		const { bench, vm, refused } = await given({ ssh: { installed: false } });
		expect(await refused()).toMatchObject({ code: 'UNSUPPORTED', target: { id: vm.id } });
		expect(bench.simulator.read(vm.id)).toBe('after');
	});

	it('that fails says so with the message of its task', async () => {
		const { bench, refused } = await given();
		bench.simulator.failTasks('The chain is broken', { type: 'SNAPSHOT_REVERSION' });
		const error = await refused();
		expect(error.code).toBe('TASK_FAILED');
		expect(error.message).toContain('The chain is broken');
	});

	it('that the command line refuses says so with its words', async () => {
		const { bench, refused } = await given();
		bench.simulator.ssh.fault(REVERT, { kind: 'exit', code: 2, stderr: 'Not on a Sunday' });
		const error = await refused();
		expect(error.code).toBe('TASK_FAILED');
		expect(error.message).toContain('Not on a Sunday');
	});

	it('whose connection breaks is found by its task, and not ordered again', async () => {
		const { bench, vm, revert } = await given({ durations: { reversion: 60 } });
		bench.simulator.ssh.fault(REVERT, { kind: 'dropAfter' });
		await revert();
		expect(bench.simulator.read(vm.id)).toBe('before');
		expect(bench.simulator.ssh.count(REVERT)).toBe(1);
	});

	it('whose connection breaks before the command is UNREACHABLE', async () => {
		const { bench, vm, refused } = await given();
		bench.simulator.ssh.fault(REVERT, { kind: 'dropBefore' });
		expect((await refused()).code).toBe('UNREACHABLE');
		expect(bench.simulator.read(vm.id)).toBe('after');
	});

	it('is refused on Nutanix, where it would make another VM', async () => {
		const bench = await vprotectBench({ withSsh: true });
		const { simulator } = bench;
		simulator.addHypervisor({ name: 'ahv-01', platform: 'nutanix' });
		simulator.addVm({ name: 'ntnx-01', hypervisor: 'ahv-01', policy: 'Daily' });
		const vm = await bench.target('ntnx-01');
		const snapshot = await bench.take(vm);
		const call = bench.on.driver.revertToSnapshot(
			vm,
			snapshot,
			{ power: 'asSnapshot' },
			bench.cancel.signal,
		);
		await expect(call).rejects.toMatchObject({ code: 'UNSUPPORTED', target: { name: 'ntnx-01' } });
		expect(simulator.ssh.commands).toEqual([]);
	});

	it('refuses to switch the power, which vProtect can’t', async () => {
		const { bench, vm, snapshot } = await given();
		const { signal } = bench.cancel;
		const call = bench.on.driver.revertToSnapshot(vm, snapshot, { power: 'running' }, signal);
		await expect(call).rejects.toMatchObject({ code: 'UNSUPPORTED' });
		expect(bench.simulator.ssh.commands).toEqual([]);
	});

	it('takes a safety snapshot first, when asked', async () => {
		const { bench, vm, snapshot } = await given();
		const outcome = await revertToSnapshot(bench.on, vm, {
			snapshot: { by: 'id', value: snapshot.id },
			safetySnapshot: true,
			power: 'asBefore',
			runKey: 'run-1',
			patience: PATIENCE,
		});
		expect(outcome.action).toBe('reverted');
		expect(outcome.safetySnapshot?.id).not.toBe(snapshot.id);
		expect(bench.simulator.read(vm.id)).toBe('before');
		expect(bench.simulator.snapshotsOf(vm.id)).toHaveLength(2);
	});
});
