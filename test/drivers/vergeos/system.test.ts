import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { pruneSnapshots } from '../../../snapshots/operations/prune';
import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { nightly, PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches } from './bench';
import { given, request, SLOW } from './givenSystem';

afterEach(closeBenches);

const HOUR = 3600;

describe('a system snapshot', () => {
	it('is private and not immutable unless a person says otherwise, and lives as long as told', async () => {
		const { driver, simulator, target, signal } = await given();
		const expiresAt = new Date('2026-12-24T18:00:00.000Z');
		const made = await driver.createSnapshot(target, { ...request, expiresAt }, signal);
		const settings = { private: false, immutable: true, includeTags: [], excludeTags: [] };
		const open = await driver.createSnapshot(
			target,
			{ ...request, name: 'open', settings },
			signal,
		);
		const rows = simulator.world.table('cloud_snapshots');
		expect(rows.get(made.id)).toMatchObject({ private: true, immutable: false });
		expect(rows.get(open.id)).toMatchObject({ private: false, immutable: true, expires: 0 });
		expect(made.expiresAt).toEqual(expiresAt);
		expect(open.expiresAt).toBeUndefined();
	});

	it('is waited for while it is being built', async () => {
		const { driver, on, target, signal } = await given({ durations: SLOW });
		const before = on.clock.now().getTime();
		const made = await driver.createSnapshot(target, request, signal);
		expect(made.state).toBe('ready');
		expect(on.clock.now().getTime() - before).toBeGreaterThanOrEqual(20_000);
	});

	it('that never settles ends with the time limit, which says what to look at', async () => {
		const { on, simulator, target } = await given();
		simulator.fault('POST /cloud_snapshots', { kind: 'neverSettles' });
		const patience = { ...PATIENCE, timeLimitSeconds: 60 };
		const error = await rejectionOf(createSnapshot(on, target, nightly({ patience })));
		expect(error).toMatchObject({ code: 'TIMEOUT', advice: expect.stringContaining('Look there') });
	});

	it('is refused with both kinds of tags before anything is sent', async () => {
		const { driver, simulator, target, signal } = await given();
		simulator.clearRequests();
		const settings = { includeTags: ['production'], excludeTags: ['scratch'] };
		const attempt = driver.createSnapshot(target, { ...request, settings }, signal);
		expect(await rejectionOf(attempt)).toMatchObject({ code: 'INVALID_INPUT' });
		expect(simulator.count()).toBe(0);
	});

	it.each([
		['includeTags', 'production', ['web-01']],
		['excludeTags', 'scratch', ['web-01']],
	])('takes part of the system by %s', async (setting, tag, expected) => {
		const { driver, target, signal } = await given();
		const settings = { [setting]: [tag] };
		const made = await driver.createSnapshot(target, { ...request, settings }, signal);
		const parts = await driver.snapshotParts?.(target, made, 'vm', signal);
		expect(parts?.map(({ name }) => name)).toEqual(expected);
	});

	it.each([
		['an unknown tag', 'productoin', '26.1.8', 'NOT_FOUND'],
		['a VergeOS that would drop the tags without a word', 'production', '26.0.4', 'UNSUPPORTED'],
	])('refuses %s before anything is made', async (_why, tag, version, code) => {
		const { driver, simulator, target, signal } = await given({ version });
		const settings = { includeTags: [tag] };
		const attempt = driver.createSnapshot(target, { ...request, settings }, signal);
		expect(await rejectionOf(attempt)).toMatchObject({ code });
		expect(simulator.count('POST')).toBe(0);
	});

	it('of the provider is not counted among the tenant’s own', async () => {
		const { driver, simulator, target, signal } = await given();
		simulator.addSystemSnapshot({ name: 'theirs', provider: true });
		simulator.addSystemSnapshot({ name: 'ours' });
		const names = (await driver.listSnapshots(target, signal)).map(({ name }) => name);
		expect(names).toEqual(['ours']);
	});

	it('past its expiry and kept by a minimum is ready, expired, and held by nobody', async () => {
		const { driver, simulator, on, target, signal } = await given();
		const now = on.clock.now().getTime() / 1000;
		const periods = [{ name: 'Nightly', frequency: 'daily', retention: HOUR, min_snapshots: 1 }];
		const [period] = simulator.addProfile('P', periods).periods;
		const old = { created: now - 72 * HOUR, expires: now + 2, period: Number(period) };
		simulator.addSystemSnapshot({ name: 'overdue', ...old });
		await on.clock.sleep(5000, signal);
		const [found] = await driver.listSnapshots(target, signal);
		const row = simulator.world.table('cloud_snapshots').where('name', 'overdue')[0];
		expect(row?.status).toBe('held');
		expect(found).toMatchObject({ name: 'overdue', state: 'ready' });
		expect(found?.held).not.toBe(true);
		expect(found?.inUse).toBeUndefined();
		expect(found?.expiresAt?.getTime()).toBeLessThan(on.clock.now().getTime());
	});

	it('as a whole is never restored: it says where that is done', async () => {
		const { on, driver, simulator, target, signal } = await given();
		const made = await driver.createSnapshot(target, request, signal);
		const posts = simulator.count('POST');
		const order = {
			snapshot: { by: 'id', value: made.id },
			power: 'asBefore',
			safetySnapshot: true,
			runKey: 'r',
			patience: PATIENCE,
		} as const;
		const error = await rejectionOf(revertToSnapshot(on, target, order));
		expect(error).toMatchObject({
			code: 'UNSUPPORTED',
			advice: expect.stringContaining('in VergeOS itself'),
		});
		expect(simulator.count('POST')).toBe(posts);
	});
});

describe('an immutable system snapshot', () => {
	const immutable = { settings: { immutable: true } };

	it('is not deleted, and the refusal tells until when', async () => {
		const { driver, on, target, remove, signal } = await given();
		const expiresAt = new Date('2026-11-23T02:00:00.000Z');
		const { snapshot } = await createSnapshot(on, target, nightly({ ...immutable, expiresAt }));
		const error = await rejectionOf(remove(snapshot.id));
		expect(error).toMatchObject({ code: 'CONFLICT' });
		expect(String(error)).toContain('locked until 2026-11-23 02:00 UTC');
		const direct = await rejectionOf(driver.deleteSnapshot(target, snapshot, signal));
		expect(String(direct)).toContain('locked until 2026-11-23 02:00 UTC');
		expect(await driver.listSnapshots(target, signal)).toHaveLength(1);
	});

	it('is as locked while its lock is being lifted', async () => {
		const { driver, on, simulator, target, remove, signal } = await given();
		const { snapshot } = await createSnapshot(on, target, nightly(immutable));
		liftLock(simulator, snapshot.id);
		const error = await rejectionOf(remove(snapshot.id));
		expect(String(error)).toContain('its lock ends 2026-11-29');
		const direct = await rejectionOf(driver.deleteSnapshot(target, snapshot, signal));
		expect(direct).toMatchObject({ code: 'CONFLICT' });
	});

	it('is kept by pruning with that reason, instead of failing every night', async () => {
		const { on, target } = await given();
		for (const hour of [1, 2, 3]) {
			const scheduledAt = new Date(Date.UTC(2026, 10, 22, hour));
			const identity = { profile: 'Nightly', period: 'Daily', scheduledAt };
			const settings = { immutable: hour === 1 };
			await createSnapshot(on, target, nightly({ identity, settings }));
			await on.clock.sleep(5000, on.signal);
		}
		const outcomes = await pruneSnapshots(on, target, {
			profile: 'Nightly',
			policy: { last: 1 },
			timeZone: 'UTC',
			includeForeign: false,
			preview: false,
			patience: PATIENCE,
		});
		expect(outcomes.map(({ action }) => action)).toEqual(['kept', 'deleted', 'kept']);
		expect(outcomes[2]?.reasons.join()).toMatch(/immutable/);
	});
});

/** As a person does it in VergeOS. */
function liftLock({ world }: Awaited<ReturnType<typeof given>>['simulator'], id: string): void {
	const row = world.table('cloud_snapshots').get(id);
	Object.assign(row, {
		immutable: false,
		immutable_status: 'unlocking',
		immutable_lock_expires: new Date('2026-11-29T02:00:00.000Z').getTime() / 1000,
	});
}
