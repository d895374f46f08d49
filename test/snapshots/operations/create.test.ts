import { SnapshotError } from '../../../snapshots/errors';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { nightly, onDemand, operationsBench } from '../../support/bench';

const unreachable = () =>
	new SnapshotError('UNREACHABLE', 'The connection broke', { system: 'memory' });

describe('createSnapshot', () => {
	it('makes one snapshot, reads it back and tells what was achieved', async () => {
		const { on, driver } = operationsBench();
		const outcome = await createSnapshot(on, driver.controls.target('vm-1'), nightly());
		expect(outcome.action).toBe('created');
		expect(outcome.snapshot.name).toMatch(/^Nightly-Daily-20261122T020000Z-[0-9a-z]{6}$/);
		expect(outcome.snapshot.mark).toMatchObject({ profile: 'Nightly', period: 'Daily' });
		expect(outcome.snapshot.consistency).toBe('crash');
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
	});

	it('returns the same snapshot as existing when the same order comes again', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		const first = await createSnapshot(on, target, nightly());
		const again = await createSnapshot(on, target, nightly());
		expect(again.action).toBe('existing');
		expect(again.snapshot.id).toBe(first.snapshot.id);
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
	});

	it('takes a second snapshot for another instant, another run or another target', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		await createSnapshot(on, target, onDemand('run 1'));
		await createSnapshot(on, target, onDemand('run 2'));
		await createSnapshot(on, target, nightly());
		await createSnapshot(on, driver.controls.target('vm-2'), nightly());
		expect(driver.controls.snapshots('vm-1')).toHaveLength(3);
		expect(driver.controls.snapshots('vm-2')).toHaveLength(1);
	});

	it('adopts the snapshot when only the answer was lost', async () => {
		const { on, driver } = operationsBench();
		driver.controls.failNext('createSnapshot', { error: unreachable(), when: 'after' });
		const outcome = await createSnapshot(on, driver.controls.target('vm-1'), nightly());
		expect(outcome.action).toBe('created');
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
	});

	it('reports the first failure when the system cannot be asked afterwards either', async () => {
		const { on, driver } = operationsBench();
		driver.controls.failNext('createSnapshot', { error: unreachable() });
		const target = driver.controls.target('vm-1');
		const failing = createSnapshot(on, target, nightly());
		driver.controls.failNext('listSnapshots', { error: unreachable(), targetId: 'vm-2' });
		await expect(failing).rejects.toMatchObject({ code: 'UNREACHABLE' });
		expect(driver.controls.snapshots('vm-1')).toHaveLength(0);
	});

	it('makes one snapshot when two workers run the same order at once', async () => {
		const { on, driver } = operationsBench();
		driver.controls.requestMilliseconds = 500;
		const target = driver.controls.target('vm-1');
		const outcomes = await Promise.all([
			createSnapshot(on, target, nightly()),
			createSnapshot(on, target, nightly()),
		]);
		expect(driver.controls.snapshots('vm-1')).toHaveLength(1);
		expect(new Set(outcomes.map(({ snapshot }) => snapshot.id)).size).toBe(1);
	});

	it('waits while the target is locked and goes on when it is free', async () => {
		const { on, driver, clock } = operationsBench();
		driver.controls.lock('vm-1', 'a backup');
		void clock.sleep(60_000, new AbortController().signal).then(() => {
			driver.controls.unlock('vm-1');
		});
		const outcome = await createSnapshot(on, driver.controls.target('vm-1'), nightly());
		expect(outcome.action).toBe('created');
		expect(clock.elapsedMilliseconds()).toBeGreaterThanOrEqual(60_000);
		expect(clock.elapsedMilliseconds()).toBeLessThan(120_000);
	});

	it('gives up on a lock at the limit, naming the holder and that nothing was changed', async () => {
		const { on, driver, clock } = operationsBench();
		driver.controls.lock('vm-1', 'a backup');
		const failure = createSnapshot(on, driver.controls.target('vm-1'), nightly());
		await expect(failure).rejects.toMatchObject({
			code: 'BUSY',
			message: expect.stringMatching(/web-01.*a backup/),
			advice: expect.stringMatching(/Waited 10 min.*Wait While Locked.*Nothing was changed/),
		});
		expect(clock.elapsedMilliseconds()).toBe(600_000);
		expect(driver.controls.snapshots('vm-1')).toHaveLength(0);
	});

	it('ends at once on cancel and says what may still run', async () => {
		const { on, driver, cancel } = operationsBench();
		driver.controls.requestMilliseconds = 60_000;
		const failure = createSnapshot(on, driver.controls.target('vm-1'), nightly());
		cancel.abort();
		await expect(failure).rejects.toMatchObject({
			code: 'CANCELLED',
			message: expect.stringContaining('web-01'),
			advice: expect.stringContaining('may still be taking snapshot'),
		});
	});

	it('ends at the time limit though the driver never answers', async () => {
		const { on, driver, clock } = operationsBench();
		driver.controls.requestMilliseconds = 7_200_000;
		const patience = { waitWhileLockedSeconds: 600, timeLimitSeconds: 900 };
		await expect(
			createSnapshot(on, driver.controls.target('vm-1'), nightly({ patience })),
		).rejects.toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('15 min') });
		expect(clock.elapsedMilliseconds()).toBe(900_000);
	});

	it('includes the memory of a running target, and says so when there is none to include', async () => {
		const { on, driver } = operationsBench();
		const running = await createSnapshot(
			on,
			driver.controls.target('vm-1'),
			nightly({ memory: true }),
		);
		expect(running.snapshot.consistency).toBe('memory');
		const stopped = await createSnapshot(
			on,
			driver.controls.target('vm-2'),
			nightly({ memory: true }),
		);
		expect(stopped.warnings.map(({ code }) => code)).toContain('MEMORY_NOT_CAPTURED');
	});

	it('refuses memory together with required quiescing before the first request', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		await expect(
			createSnapshot(on, target, nightly({ memory: true, quiesce: 'require' })),
		).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('web-01') });
		expect(driver.controls.requests.total()).toBe(0);
	});

	it('refuses an expiry in the past before the first request', async () => {
		const { on, driver } = operationsBench();
		const expiresAt = new Date('2026-11-22T01:59:59.000Z');
		await expect(
			createSnapshot(on, driver.controls.target('vm-1'), nightly({ expiresAt })),
		).rejects.toMatchObject({ code: 'INVALID_INPUT' });
		expect(driver.controls.requests.total()).toBe(0);
	});

	describe('with a guest agent that does not answer', () => {
		it.each(['absent', 'dead'] as const)(
			'fails when quiescing is required (%s), and makes nothing',
			async (agent) => {
				const { on, driver } = operationsBench();
				driver.controls.setAgent('vm-1', agent);
				await expect(
					createSnapshot(on, driver.controls.target('vm-1'), nightly({ quiesce: 'require' })),
				).rejects.toMatchObject({ option: 'quiesce', message: expect.stringContaining('web-01') });
				expect(driver.controls.snapshots('vm-1')).toHaveLength(0);
			},
		);

		it('falls back with a warning when quiescing is preferred', async () => {
			const { on, driver } = operationsBench();
			driver.controls.setAgent('vm-1', 'dead');
			const outcome = await createSnapshot(
				on,
				driver.controls.target('vm-1'),
				nightly({ quiesce: 'prefer' }),
			);
			expect(outcome.snapshot.consistency).toBe('crash');
			expect(outcome.warnings.map(({ code }) => code)).toContain('QUIESCE_NOT_ACHIEVED');
		});

		it('removes what a system made by falling back silently, when quiescing is required', async () => {
			const { on, driver } = operationsBench({ quiesceFailure: 'fallBackSilently' });
			driver.controls.setAgent('vm-1', 'dead');
			await expect(
				createSnapshot(on, driver.controls.target('vm-1'), nightly({ quiesce: 'require' })),
			).rejects.toMatchObject({ code: 'TASK_FAILED', option: 'quiesce' });
			expect(driver.controls.snapshots('vm-1')).toHaveLength(0);
		});
	});

	it('quiesces without a warning where the agent answers', async () => {
		const { on, driver } = operationsBench();
		const outcome = await createSnapshot(
			on,
			driver.controls.target('vm-1'),
			nightly({ quiesce: 'require' }),
		);
		expect(outcome.snapshot.consistency).toBe('quiesced');
		expect(outcome.warnings).toEqual([]);
	});

	it('finds its own snapshot again on a system that only keeps names', async () => {
		const { on, driver } = operationsBench({ markIn: 'name', maxNameLength: 63 });
		const target = driver.controls.target('vm-1');
		await createSnapshot(on, target, nightly());
		const again = await createSnapshot(on, target, nightly());
		expect(again.action).toBe('existing');
		expect(again.snapshot.name).toMatch(/^Nightly-Daily-vs1/);
	});

	it('never reports success for a snapshot that ends up failed', async () => {
		const { on, driver } = operationsBench();
		driver.controls.failNext('createSnapshot', { error: unreachable(), leaves: 'failed' });
		await expect(
			createSnapshot(on, driver.controls.target('vm-1'), nightly()),
		).rejects.toMatchObject({ code: 'UNREACHABLE' });
	});

	it('warns from the third snapshot on', async () => {
		const { on, driver } = operationsBench();
		const target = driver.controls.target('vm-1');
		await createSnapshot(on, target, onDemand('1'));
		const second = await createSnapshot(on, target, onDemand('2'));
		const third = await createSnapshot(on, target, onDemand('3'));
		expect(second.warnings).toEqual([]);
		expect(third.warnings.map(({ code }) => code)).toEqual(['MANY_SNAPSHOTS']);
	});

	it('warns about a snapshot older than 72 hours', async () => {
		const { on, driver, clock } = operationsBench();
		const target = driver.controls.target('vm-1');
		await createSnapshot(on, target, onDemand('old'));
		await clock.advance(73 * 3_600_000);
		const outcome = await createSnapshot(on, target, onDemand('new'));
		expect(outcome.warnings.map(({ code }) => code)).toEqual(['OLD_SNAPSHOT']);
	});
});
