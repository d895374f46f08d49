import { SnapshotError } from '../../../snapshots/errors';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { pruneSnapshots, type PruneOrder } from '../../../snapshots/operations/prune';
import { PATIENCE, nightly, onDemand, operationsBench } from '../../support/bench';

const order = (overrides: Partial<PruneOrder> = {}): PruneOrder => ({
	profile: 'Nightly',
	policy: { last: 2 },
	timeZone: 'UTC',
	includeForeign: false,
	preview: false,
	patience: PATIENCE,
	...overrides,
});

/** Five nights of the profile, one on-demand snapshot and one made by hand, on web-01. */
async function fiveNights() {
	const bench = operationsBench({}, '2026-11-20T02:00:00.000Z');
	const { on, driver, clock } = bench;
	const target = driver.controls.target('vm-1');
	const nights = [];
	for (let night = 0; night < 5; night += 1) {
		const identity = { profile: 'Nightly', period: 'Daily', scheduledAt: clock.now() };
		nights.push((await createSnapshot(on, target, nightly({ identity }))).snapshot);
		await clock.advance(86_400_000);
	}
	await createSnapshot(on, target, onDemand('ticket'));
	const byHand = { name: 'by-hand', description: '', memory: false, quiesce: false };
	await driver.createSnapshot(target, byHand, on.signal);
	const names = () => driver.controls.snapshots('vm-1').map(({ name }) => name);
	return { ...bench, target, nights, names };
}

describe('pruneSnapshots', () => {
	it('removes oldest first, only of the profile, and confirms each removal', async () => {
		const { on, driver, target, nights, names } = await fiveNights();
		const removed = jest.spyOn(driver, 'deleteSnapshot');
		const outcomes = await pruneSnapshots(on, target, order());
		expect(outcomes.map(({ action }) => action)).toEqual([
			'kept',
			'kept',
			'deleted',
			'deleted',
			'deleted',
		]);
		expect(removed.mock.calls.map(([, snapshot]) => snapshot.id)).toEqual(
			nights.slice(0, 3).map(({ id }) => id),
		);
		expect(names()).toHaveLength(4);
		expect(names()).toContain('by-hand');
	});

	it('previews with the very plan that it would carry out, and changes nothing', async () => {
		const { on, target, names } = await fiveNights();
		const before = names();
		const preview = await pruneSnapshots(on, target, order({ preview: true }));
		expect(names()).toEqual(before);
		const done = await pruneSnapshots(on, target, order());
		const verdicts = (list: typeof done) =>
			list.map(({ snapshot, action, reasons }) => [snapshot.id, action !== 'kept', reasons]);
		expect(verdicts(done)).toEqual(verdicts(preview));
		expect(preview.filter(({ action }) => action === 'wouldDelete')).toHaveLength(3);
	});

	it('removes nothing more when it runs again', async () => {
		const { on, target } = await fiveNights();
		await pruneSnapshots(on, target, order());
		const again = await pruneSnapshots(on, target, order());
		expect(again.map(({ action }) => action)).toEqual(['kept', 'kept']);
	});

	it('takes foreign snapshots into the plan only when a person says so', async () => {
		const { on, target, names } = await fiveNights();
		await pruneSnapshots(on, target, order({ policy: { last: 1 }, includeForeign: true }));
		expect(names()).toContain('by-hand');
		expect(names()).toHaveLength(2);
	});

	it('keeps the newest good one even when all have expired', async () => {
		const { on, driver, clock } = operationsBench({ without: ['nativeExpiry'] });
		const target = driver.controls.target('vm-1');
		const expiresAt = new Date(clock.now().getTime() + 3_600_000);
		await createSnapshot(on, target, nightly({ expiresAt }));
		await clock.advance(86_400_000);
		const outcomes = await pruneSnapshots(on, target, order({ policy: {} }));
		expect(outcomes.map(({ action }) => action)).toEqual(['kept']);
	});

	it('tells a failed removal beside those that worked, and leaves the rest of the target alone', async () => {
		const { on, driver, target, nights } = await fiveNights();
		const error = new SnapshotError('TASK_FAILED', 'Commit of web-01 failed', { system: 'memory' });
		const remove = driver.deleteSnapshot.bind(driver);
		jest.spyOn(driver, 'deleteSnapshot').mockImplementation(async (at, snapshot, signal) => {
			if (snapshot.id === nights[1]?.id) throw error;
			await remove(at, snapshot, signal);
		});
		const outcomes = await pruneSnapshots(on, target, order());
		expect(outcomes.map(({ action }) => action)).toEqual([
			'kept',
			'kept',
			'kept',
			'kept',
			'deleted',
		]);
		expect(outcomes[3]?.failure).toBe(error);
		expect(outcomes[2]?.reasons).toEqual([
			'removal was due, but was not tried after an older one failed',
		]);
	});

	it('still tells what was removed when the person cancels in the middle', async () => {
		const { on, driver, target, cancel } = await fiveNights();
		const remove = driver.deleteSnapshot.bind(driver);
		let calls = 0;
		jest.spyOn(driver, 'deleteSnapshot').mockImplementation(async (...args) => {
			if (++calls === 2) cancel.abort();
			await remove(...args);
		});
		const outcomes = await pruneSnapshots(on, target, order());
		expect(outcomes.filter(({ action }) => action === 'deleted')).toHaveLength(1);
		expect(outcomes[3]?.failure?.code).toBe('CANCELLED');
	});

	it('keeps the one that was taken last of two that the system dates to the same second', async () => {
		const { on, driver } = operationsBench({ without: ['nativeExpiry'] });
		const target = driver.controls.target('vm-1');
		const taken: string[] = [];
		for (const run of ['1', '2', '3', '4', '5', '6']) {
			taken.push((await createSnapshot(on, target, onDemand(run))).snapshot.id);
		}
		const at = on.clock.now();
		for (const id of taken) driver.controls.bendSnapshot('vm-1', id, { createdAt: at });
		const outcomes = await pruneSnapshots(
			on,
			target,
			order({ profile: 'On Demand', policy: { last: 1 } }),
		);
		expect(outcomes.map(({ snapshot }) => snapshot.id)).toEqual([...taken].reverse());
		expect(driver.controls.snapshots('vm-1').map(({ id }) => id)).toEqual(taken.slice(-1));
	});
});
