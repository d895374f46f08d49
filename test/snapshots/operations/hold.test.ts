import { SnapshotError } from '../../../snapshots/errors';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { holdSnapshot, type HoldChange } from '../../../snapshots/operations/hold';
import { listSnapshots } from '../../../snapshots/operations/list';
import { pruneSnapshots } from '../../../snapshots/operations/prune';
import { removeSnapshot } from '../../../snapshots/operations/remove';
import { EVERYTHING } from '../../../snapshots/selection/targetFilter';
import { PATIENCE, nightly, onDemand, operationsBench } from '../../support/bench';

const ADA = { by: 'Ada', reason: 'incident 17: not [yet] “closed”' };
const DAY_MS = 86_400_000;

const order = (id: string, change: HoldChange) => ({
	snapshot: { by: 'id', value: id } as const,
	change,
	patience: PATIENCE,
});
const hold = (id: string, by = ADA) => order(id, { to: 'held', hold: by });
const release = (id: string, onlyBy?: string) => order(id, { to: 'released', onlyBy });

async function withSnapshot(options: Parameters<typeof operationsBench>[0] = {}) {
	const bench = operationsBench(options);
	const target = bench.driver.controls.target('vm-1');
	const { snapshot } = await createSnapshot(bench.on, target, nightly({ note: 'A note' }));
	return { ...bench, target, snapshot };
}

describe('holdSnapshot', () => {
	it('holds by whom and why, and leaves all else of the mark and the description as it was', async () => {
		const { on, target, snapshot } = await withSnapshot();
		const outcome = await holdSnapshot(on, target, hold(snapshot.id));

		expect(outcome.action).toBe('held');
		expect(outcome.snapshot.held).toBe(true);
		expect(outcome.snapshot.mark).toEqual({ ...snapshot.mark, held: true, hold: ADA });
		expect(outcome.snapshot.description.split('\n').slice(0, 2)).toEqual([
			'Nightly, Daily',
			'A note',
		]);
	});

	it('keeps a snapshot from delete and from prune until it is released, to the letter as before', async () => {
		const { on, target, snapshot } = await withSnapshot();
		await createSnapshot(on, target, onDemand('newer'));
		await holdSnapshot(on, target, hold(snapshot.id));
		const remove = { ...hold(snapshot.id), includeForeign: false, preview: false };
		await expect(removeSnapshot(on, target, remove)).rejects.toMatchObject({
			message: expect.stringContaining('is held by Ada: incident 17'),
		});
		const released = await holdSnapshot(on, target, release(snapshot.id));

		expect(released.action).toBe('released');
		expect(released.snapshot).toEqual({ ...snapshot, current: false });
		expect((await removeSnapshot(on, target, remove)).action).toBe('deleted');
	});

	it('is kept by prune, counted in nothing', async () => {
		const { on, target, snapshot } = await withSnapshot();
		for (const hour of ['03', '04']) {
			const scheduledAt = new Date(`2026-11-22T${hour}:00:00.000Z`);
			const identity = { profile: 'Nightly', period: 'Daily', scheduledAt };
			await on.clock.sleep(60_000, on.signal);
			await createSnapshot(on, target, nightly({ identity }));
		}
		await holdSnapshot(on, target, hold(snapshot.id));
		const outcomes = await pruneSnapshots(on, target, {
			profile: 'Nightly',
			policy: { last: 1 },
			timeZone: 'UTC',
			includeForeign: false,
			preview: true,
			patience: PATIENCE,
		});

		expect(outcomes.map(({ action }) => action)).toEqual(['kept', 'wouldDelete', 'kept']);
	});

	it('changes nothing when it is as wanted already', async () => {
		const { on, driver, target, snapshot } = await withSnapshot();
		await holdSnapshot(on, target, hold(snapshot.id));
		driver.controls.failNext('updateSnapshot', {
			error: new SnapshotError('FORBIDDEN', 'No change expected', { system: 'memory' }),
		});

		expect((await holdSnapshot(on, target, hold(snapshot.id))).action).toBe('held');
	});

	it('lets the holder change the reason, and nobody replace another person’s hold', async () => {
		const { on, target, snapshot } = await withSnapshot();
		await holdSnapshot(on, target, hold(snapshot.id));
		const again = { by: 'Ada', reason: 'incident 18' };
		const changed = await holdSnapshot(on, target, hold(snapshot.id, again));

		expect(changed.snapshot.mark?.hold).toEqual(again);
		const other = hold(snapshot.id, { by: 'Bob', reason: 'audit' });
		await expect(holdSnapshot(on, target, other)).rejects.toMatchObject({
			code: 'CONFLICT',
			message: `Snapshot ${snapshot.name} of web-01 is held by Ada: incident 18`,
		});
	});

	it('releases whoever’s hold, or only the one of whom is named', async () => {
		const { on, target, snapshot } = await withSnapshot();
		await holdSnapshot(on, target, hold(snapshot.id));

		await expect(holdSnapshot(on, target, release(snapshot.id, 'Bob'))).rejects.toMatchObject({
			code: 'CONFLICT',
		});
		expect((await holdSnapshot(on, target, release(snapshot.id, 'Ada'))).action).toBe('released');
		expect((await holdSnapshot(on, target, release(snapshot.id, 'Bob'))).action).toBe('released');
	});

	it('refuses a foreign snapshot', async () => {
		const { on, driver, target } = await withSnapshot();
		const request = { name: 'by-hand', description: '', memory: false, quiesce: false };
		const foreign = await driver.createSnapshot(target, request, on.signal);

		await expect(holdSnapshot(on, target, hold(foreign.id))).rejects.toMatchObject({
			code: 'CONFLICT',
			message: 'Snapshot by-hand of web-01 was not made by this package',
		});
	});

	it.each([
		['the system can’t change snapshots', { without: ['update'] as const }],
		['the mark is in the name', { markIn: 'name' as const }],
	])('is refused with the way out where %s, before anything was sent', async (_what, options) => {
		const { on, driver, target, snapshot } = await withSnapshot(options);
		const before = driver.controls.requests.total();

		await expect(holdSnapshot(on, target, hold(snapshot.id))).rejects.toMatchObject({
			code: 'UNSUPPORTED',
			advice: expect.stringMatching(/Take a new snapshot|Create Snapshot/),
		});
		expect(driver.controls.requests.total()).toBe(before);
	});

	it('waits while the target is locked', async () => {
		const { on, driver, clock, target, snapshot } = await withSnapshot();
		driver.controls.lock('vm-1', 'a backup');
		const holding = holdSnapshot(on, target, hold(snapshot.id));
		void clock.sleep(30_000, on.signal).then(() => driver.controls.unlock('vm-1'));

		expect((await holding).action).toBe('held');
	});

	it.each([['before', 'rejects'] as const, ['after', 'resolves'] as const])(
		'looks whether the work was done when the answer was lost %s it: %s',
		async (when, how) => {
			const { on, driver, target, snapshot } = await withSnapshot();
			const error = new SnapshotError('UNREACHABLE', 'The connection broke', { system: 'memory' });
			driver.controls.failNext('updateSnapshot', { error, when });
			const holding = holdSnapshot(on, target, hold(snapshot.id));

			if (how === 'resolves') expect((await holding).action).toBe('held');
			else await expect(holding).rejects.toBe(error);
		},
	);

	it('says so when the system itself goes on holding what was released', async () => {
		const { on, driver, target, snapshot } = await withSnapshot();
		await driver.updateSnapshot?.(target, snapshot, { held: true }, on.signal);

		await expect(holdSnapshot(on, target, release(snapshot.id))).rejects.toMatchObject({
			code: 'TASK_FAILED',
			message: expect.stringContaining('is still held'),
		});
	});
});

describe('a hold from the start', () => {
	it('is in the mark that create leaves', async () => {
		const { on, driver } = operationsBench();
		const { snapshot } = await createSnapshot(
			on,
			driver.controls.target('vm-1'),
			nightly({ hold: ADA }),
		);

		expect([snapshot.held, snapshot.mark?.hold]).toEqual([true, ADA]);
	});
});

describe('a listing', () => {
	const warningsAfter = async (days: number): Promise<string[]> => {
		const { on, target, snapshot } = await withSnapshot();
		await holdSnapshot(on, target, hold(snapshot.id));
		await on.clock.sleep(days * DAY_MS, on.signal);
		const found: string[] = [];
		for await (const { warnings } of listSnapshots(on, 'vm', EVERYTHING, on.signal)) {
			found.push(...warnings.filter(({ code }) => code === 'HELD_LONG').map((one) => one.message));
		}
		return found;
	};

	it('reports what is held for longer than 30 days, and by whom', async () => {
		expect(await warningsAfter(29)).toEqual([]);
		expect(await warningsAfter(31)).toEqual([
			expect.stringContaining('held by Ada (incident 17: not [yet] “closed”)'),
		]);
	});
});
