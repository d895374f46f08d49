import { restoreAsNew } from '../../../snapshots/operations/restoreAsNew';
import { PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, vergeosBench, type VergeosBench } from './bench';

afterEach(closeBenches);

const request = { name: 'pre-change', description: 'x', memory: false, quiesce: false };
const SLOW = { tenantStart: 30, tenantStop: 20 };

async function given(options: Parameters<typeof vergeosBench>[0] = {}) {
	const bench = await vergeosBench(options);
	bench.simulator.addTenant({ name: 'customer-a', disk: 'before' });
	const target = await bench.find('tenant', 'customer-a');
	const { driver, signal } = bench.on;
	const snapshot = await driver.createSnapshot(target, request, signal);
	bench.simulator.write(target, 'after');
	return { ...bench, driver, signal, target, snapshot };
}

const actions = ({ simulator }: VergeosBench): unknown[] =>
	simulator.requests
		.filter(({ path }) => path.endsWith('/tenant_actions'))
		.map(({ body }) => (body as { readonly action: string }).action);

describe('a tenant snapshot', () => {
	it('is told outright when it expires, or that it never does', async () => {
		const { driver, simulator, target, signal } = await given();
		const expiresAt = new Date('2026-12-24T18:00:00.000Z');
		await driver.createSnapshot(target, { ...request, name: 'dated', expiresAt }, signal);
		const bodies = simulator.requests
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/tenant_snapshots'))
			.map(({ body }) => body);
		expect(bodies).toEqual([
			expect.objectContaining({ tenant: Number(target.id), expires: 0 }),
			expect.objectContaining({ expires: expiresAt.getTime() / 1000 }),
		]);
		expect(bodies[0]).not.toHaveProperty('expires_type');
	});

	it('is restored after the tenant was powered off, and takes effect at the next power-on', async () => {
		const bench = await given({ durations: SLOW });
		const { driver, target, snapshot, signal } = bench;
		const after = await driver.revertToSnapshot(target, snapshot, { power: 'running' }, signal);
		expect(after.powerState).toBe('running');
		expect(actions(bench)).toEqual(['poweroff', 'restore', 'poweron']);
		expect(bench.simulator.read(target)).toBe('before');
	});

	it('stays pending while the tenant is to stay off', async () => {
		const bench = await given({ durations: SLOW });
		const { driver, target, snapshot, signal, simulator } = bench;
		const after = await driver.revertToSnapshot(target, snapshot, { power: 'stopped' }, signal);
		expect(after.powerState).toBe('stopped');
		expect(simulator.read(target)).toBe('after');
		simulator.setRunning(target, true);
		simulator.setRunning(target, false);
	});

	it('is not restored while the tenant is on its way', async () => {
		const { driver, target, snapshot, signal, simulator } = await given({ durations: SLOW });
		const body = {
			$key: Number(target.id),
			name: target.name,
			is_snapshot: false,
			status: 'migrating',
			running: true,
		};
		simulator.fault(`GET /tenants/${target.id}`, { kind: 'answer', status: 200, body });
		const power = 'running' as const;
		const error = await rejectionOf(driver.revertToSnapshot(target, snapshot, { power }, signal));
		expect(error).toMatchObject({ code: 'BUSY' });
		expect(String(error)).toContain('migrating');
	});

	it('that meets a tenant online after all says so, and that it is off now', async () => {
		const tenantRunningOnRestore = { status: 422, text: 'Tenant is running' };
		const bench = await given({ quirks: { tenantRunningOnRestore } });
		const { driver, target, snapshot, signal, simulator } = bench;
		const isRestore = ({ body }: { readonly body: unknown }) => {
			const { action } = (body ?? {}) as { readonly action?: string };
			if (action === 'restore') simulator.setRunning(target, true);
			return false;
		};
		simulator.fault(isRestore, { kind: 'dropBefore' });
		const power = 'running' as const;
		const error = await rejectionOf(driver.revertToSnapshot(target, snapshot, { power }, signal));
		expect(error).toMatchObject({ code: 'CONFLICT', advice: expect.stringContaining('stop it') });
		expect(String(error)).toContain('powered off for this');
	});

	it('makes no new tenant: the way out is a system snapshot', async () => {
		const { on, target } = await given();
		const order = {
			snapshot: { by: 'name', value: request.name },
			newName: 'copy',
			connectNetwork: false,
			powerOn: false,
			patience: PATIENCE,
		} as const;
		const error = await rejectionOf(restoreAsNew(on, target, order));
		expect(error).toMatchObject({
			code: 'UNSUPPORTED',
			advice: expect.stringContaining('Whole System'),
		});
	});
});
