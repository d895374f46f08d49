import type { CreateRequest } from '../../../snapshots/driver';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { pruneSnapshots } from '../../../snapshots/operations/prune';
import { removeSnapshot } from '../../../snapshots/operations/remove';
import { restoreParts, type PartChoice } from '../../../snapshots/operations/restoreParts';
import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { nightly, PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, SYSTEM, vergeosBench } from './bench';

afterEach(closeBenches);

const request: CreateRequest = {
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
};
const SLOW = {
	building: 20,
	find: 10,
	importing: 30,
	provisioning: 20,
	tenantStart: 30,
	vmStart: 3,
};
const HOUR = 3600;

async function given(options: Parameters<typeof vergeosBench>[0] = {}) {
	const bench = await vergeosBench(options);
	const { simulator } = bench;
	simulator.addVm({ name: 'web-01', tags: ['production'], disk: 'web' });
	simulator.addVm({ name: 'web-02', running: false, tags: ['scratch'] });
	simulator.addTenant({ name: 'customer-a' });
	const target = await bench.find('system', SYSTEM);
	const { driver, signal } = bench.on;
	const remove = async (id: string) =>
		await removeSnapshot(bench.on, target, {
			snapshot: { by: 'id', value: id },
			includeForeign: false,
			preview: false,
			patience: PATIENCE,
		});
	return { ...bench, driver, signal, target, remove };
}

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

describe('what lies inside a system snapshot', () => {
	const restoring = {
		snapshot: { by: 'newestManaged' },
		newName: '* recovered',
		connectNetwork: false,
		powerOn: false,
		patience: PATIENCE,
	} as const;
	const all: PartChoice = { level: 'vm', by: 'name', value: ['*'] };

	it('is looked for where VergeOS has not looked yet, and once only', async () => {
		const { driver, simulator, target, signal } = await given({ durations: SLOW });
		const made = await driver.createSnapshot(target, request, signal);
		const inside = async (level: 'vm' | 'tenant') =>
			(await driver.snapshotParts?.(target, made, level, signal))?.map(({ name }) => name);
		expect(await inside('vm')).toEqual(['web-01', 'web-02']);
		expect(await inside('tenant')).toEqual(['customer-a']);
		expect(await inside('vm')).toEqual(['web-01', 'web-02']);
		expect(simulator.count('POST', '/cloud_snapshot_actions')).toBe(2);
	});

	it('comes back as new, several at once, while everything else stays', async () => {
		const { driver, on, simulator, target, signal, find } = await given({ durations: SLOW });
		await createSnapshot(on, target, nightly());
		const before = await find('vm', 'web-01');
		const outcomes = await restoreParts(on, target, { ...restoring, parts: all });
		const names = outcomes.map((one) => ('newTarget' in one ? one.newTarget.name : 'failed'));
		expect(names).toEqual(['web-01 recovered', 'web-02 recovered']);
		const recovered = simulator.keyOf('vm', 'web-01 recovered');
		expect(simulator.read({ level: 'vm', id: recovered })).toBe('web');
		expect(simulator.network(recovered).connected).toBe(false);
		expect(await driver.readTarget(before, signal)).toEqual(before);
	});

	it('may be a whole tenant', async () => {
		const { on, target } = await given({ durations: SLOW });
		await createSnapshot(on, target, nightly());
		const parts: PartChoice = { level: 'tenant', by: 'name', value: ['customer-a'] };
		const order = { ...restoring, parts, powerOn: true, connectNetwork: true };
		const [outcome] = await restoreParts(on, target, order);
		expect(outcome).toMatchObject({
			newTarget: { level: 'tenant', name: 'customer-a recovered', powerState: 'running' },
		});
	});

	it('is left as it is, off, and named when a tenant can’t be cut off', async () => {
		const { on, simulator, target } = await given({ durations: SLOW });
		await createSnapshot(on, target, nightly());
		const parts: PartChoice = { level: 'tenant', by: 'name', value: ['customer-a'] };
		const refusal = { kind: 'answer', status: 200, body: {} } as const;
		simulator.fault('POST /tenant_actions', refusal);
		const [outcome] = await restoreParts(on, target, { ...restoring, parts, powerOn: true });
		expect(outcome?.action).toBe('kept');
		expect(String(outcome !== undefined && 'failure' in outcome && outcome.failure)).toMatch(
			/can’t be isolated.*new tenant customer-a recovered .* left as it is/,
		);
		expect(simulator.count('POST', '/tenant_actions')).toBe(1);
	});

	it.each(['inStatus', 'refused'] as const)(
		'never comes back under a name that is taken (%s)',
		async (recoverNameTaken) => {
			const { driver, simulator, target, signal } = await given({ quirks: { recoverNameTaken } });
			const made = await driver.createSnapshot(target, request, signal);
			const [part] = (await driver.snapshotParts?.(target, made, 'vm', signal)) ?? [];
			const order = { name: 'web-02', connectNetwork: false, powerOn: false, part };
			const error = await rejectionOf(driver.restoreAsNew(target, made, order, signal));
			expect(error).toMatchObject({ code: 'CONFLICT' });
			expect(simulator.count('POST', '/cloud_snapshot_vm_actions')).toBe(0);
		},
	);

	it('tells why VergeOS could not bring it back', async () => {
		const { driver, simulator, target, signal } = await given({ durations: SLOW });
		const made = await driver.createSnapshot(target, request, signal);
		const [part] = (await driver.snapshotParts?.(target, made, 'vm', signal)) ?? [];
		const order = { name: 'back', connectNetwork: false, powerOn: false, part };
		let looks = 0;
		const isLook = ({ method, path }: { readonly method: string; readonly path: string }) =>
			method === 'GET' && path.endsWith(`/cloud_snapshot_vms/${part?.id}`) && ++looks > 1;
		const row = {
			$key: part?.id,
			cloud_snapshot: made.id,
			name: 'web-01',
			status: 'error',
			status_info: 'no room on tier 1',
		};
		simulator.fault(isLook, { kind: 'answer', status: 200, body: row }, 3);
		const error = await rejectionOf(driver.restoreAsNew(target, made, order, signal));
		expect(error).toMatchObject({ code: 'TASK_FAILED' });
		expect(String(error)).toContain('no room on tier 1');
	});

	it('is refused when it lies in another snapshot', async () => {
		const { driver, target, signal } = await given();
		const first = await driver.createSnapshot(target, request, signal);
		const second = await driver.createSnapshot(target, { ...request, name: 'second' }, signal);
		const [part] = (await driver.snapshotParts?.(target, first, 'vm', signal)) ?? [];
		const order = { name: 'back', connectNetwork: false, powerOn: false, part };
		const error = await rejectionOf(driver.restoreAsNew(target, second, order, signal));
		expect(error).toMatchObject({ code: 'NOT_FOUND' });
	});

	it('is never brought back whole', async () => {
		const { driver, target, signal } = await given();
		const made = await driver.createSnapshot(target, request, signal);
		const order = { name: 'copy', connectNetwork: false, powerOn: false };
		const error = await rejectionOf(driver.restoreAsNew(target, made, order, signal));
		expect(error).toMatchObject({ code: 'INVALID_INPUT' });
	});
});
