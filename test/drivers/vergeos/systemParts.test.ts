import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { restoreParts, type PartChoice } from '../../../snapshots/operations/restoreParts';
import { nightly, PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches } from './bench';
import { given, request, SLOW } from './givenSystem';

afterEach(closeBenches);

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

	it.each([true, false])(
		'may be a whole tenant, isolated unless its network shall be connected (%j)',
		async (connectNetwork) => {
			const { on, simulator, target } = await given({ durations: SLOW });
			await createSnapshot(on, target, nightly());
			const parts: PartChoice = { level: 'tenant', by: 'name', value: ['customer-a'] };
			const order = { ...restoring, parts, powerOn: true, connectNetwork };
			const [outcome] = await restoreParts(on, target, order);
			expect(outcome).toMatchObject({
				newTarget: { level: 'tenant', name: 'customer-a recovered', powerState: 'running' },
			});
			const key = simulator.keyOf('tenant', 'customer-a recovered');
			expect(simulator.world.table('tenants').get(key).isolate).toBe(!connectNetwork);
		},
	);

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
