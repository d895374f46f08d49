import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, type VergeosBench } from './bench';
import { bodies, given, request } from './givenVm';

afterEach(closeBenches);

describe('reverting a VM', () => {
	const SLOW = { vmShutdown: 8, vmStart: 3, restore: 5 };

	async function reverting(
		spec: Parameters<typeof given>[0],
		options?: Parameters<typeof given>[1],
	) {
		const bench = await given(spec, options);
		bench.simulator.write(bench.target, 'before');
		const snapshot = await bench.driver.createSnapshot(bench.target, request, bench.signal);
		bench.simulator.write(bench.target, 'after');
		return { ...bench, snapshot };
	}

	const actions = (bench: VergeosBench): unknown[] =>
		bodies(bench, 'vm_actions').map((body) => (body as { readonly action: string }).action);

	it('shuts it down, restores by the key of the frozen copy, and starts it again', async () => {
		const bench = await reverting({ name: 'web-01' }, { durations: SLOW });
		const { driver, target, snapshot, signal } = bench;
		const after = await driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		expect(after.powerState).toBe('running');
		expect(bench.simulator.read(target)).toBe('before');
		expect(actions(bench)).toEqual(['poweroff', 'restore', 'poweron']);
		const [, restore] = bodies(bench, 'vm_actions') as readonly Record<string, unknown>[];
		expect(restore?.params).toEqual({ snapshot: Number(snapshot.id), poweron: false });
		expect(restore?.vm).not.toBe(Number(target.id));
	});

	it('waits for the task where the answer names one', async () => {
		const options = { durations: SLOW, quirks: { restoreAnswersTask: true } };
		const bench = await reverting({ name: 'web-01', running: false }, options);
		const { driver, target, snapshot, signal } = bench;
		await driver.revertToSnapshot(target, snapshot, { power: 'stopped' }, signal);
		expect(bench.simulator.read(target)).toBe('before');
	});

	it('cuts off a guest that does not shut down, after a grace time', async () => {
		const bench = await reverting({ name: 'web-01', ignoresShutdown: true });
		const { driver, target, snapshot, signal } = bench;
		const before = bench.on.clock.now().getTime();
		await driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		expect(actions(bench)).toEqual(['poweroff', 'kill', 'restore', 'poweron']);
		expect(bench.on.clock.now().getTime() - before).toBeGreaterThanOrEqual(120_000);
	});

	it('leaves it running instead when a person chose that', async () => {
		const bench = await reverting({ name: 'web-01', ignoresShutdown: true });
		const { on, target, snapshot, signal } = bench;
		const order = {
			snapshot: { by: 'id', value: snapshot.id },
			power: 'asBefore',
			safetySnapshot: false,
			runKey: 'r',
			settings: { ifStillRunning: 'fail' },
			patience: PATIENCE,
		} as const;
		const error = await rejectionOf(revertToSnapshot(on, target, order));
		expect(error).toMatchObject({ code: 'CONFLICT' });
		expect((await bench.driver.readTarget(target, signal)).powerState).toBe('running');
		expect(bench.simulator.read(target)).toBe('after');
	});

	it('says that the VM is stopped now when VergeOS refuses after the shutdown', async () => {
		const bench = await reverting({ name: 'web-01' });
		const { driver, target, snapshot, signal } = bench;
		const isRestore = ({ body }: { readonly body: unknown }) =>
			JSON.stringify(body ?? '').includes('"restore"');
		bench.simulator.fault(isRestore, {
			kind: 'answer',
			status: 422,
			body: { err: 'tier is away' },
		});
		const power = 'running' as const;
		const error = await rejectionOf(driver.revertToSnapshot(target, snapshot, { power }, signal));
		expect(String(error)).toContain('tier is away');
		expect(String(error)).toContain('is stopped now');
		expect((await driver.readTarget(target, signal)).powerState).toBe('stopped');
	});

	it.each([409, 422])('tells with %i that somebody started it meanwhile', async (status) => {
		const runningOnRestore = { status, text: 'Virtual machine is running' };
		const bench = await reverting(
			{ name: 'web-01', running: false },
			{ quirks: { runningOnRestore } },
		);
		const { driver, simulator, target, snapshot, signal } = bench;
		const isRestore = ({ body }: { readonly body: unknown }) => {
			if (!JSON.stringify(body ?? '').includes('"restore"')) return false;
			simulator.setRunning({ level: 'vm', id: Number(target.id) }, true);
			return false;
		};
		simulator.fault(isRestore, { kind: 'dropBefore' });
		const power = 'stopped' as const;
		const error = await rejectionOf(driver.revertToSnapshot(target, snapshot, { power }, signal));
		expect(error).toMatchObject({ code: 'CONFLICT', advice: expect.stringContaining('stop it') });
	});
});
