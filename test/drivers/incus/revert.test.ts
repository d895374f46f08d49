import type { RevertRequest } from '../../../snapshots/driver';
import { closeBenches, incusBench } from './bench';
import { failureOf, files, instanceRow, never, nightly, scripted, snapshotRow, web } from './given';
import { isWait, operation, refused, started, sync, TRUSTED, type Seen } from './scriptedPort';

afterEach(closeBenches);

interface World {
	/** Of the instance; it follows the orders. */
	state: number;
	readonly hasMemory?: boolean;
	readonly generation?: string;
	/** What becomes of the restore. */
	readonly restoring?: (world: World) => ReturnType<typeof operation>;
	restored?: boolean;
}

const RUNNING = 103;
const STOPPED = 102;

/** An instance with one snapshot that does as it is told. */
const serving = (world: World) => (request: Seen) => {
	const { method, path, body } = request;
	if (path === '/1.0') return TRUSTED;
	if (path === '/1.0/storage-pools') return sync([]);
	if (isWait(request)) {
		const answer = world.restoring?.(world) ?? operation(200);
		return answer;
	}
	if (path.endsWith('/state')) {
		world.state = (body as { action: string }).action === 'stop' ? STOPPED : RUNNING;
		return sync({});
	}
	if (method === 'PUT') {
		world.restored = true;
		return started();
	}
	if (path.endsWith('/nightly-1')) return sync(snapshotRow({ stateful: world.hasMemory }));
	if (path.includes('/snapshots/')) return refused(404, 'Instance snapshot not found');
	const generation = world.restored ? world.generation : 'before';
	const config = world.generation === undefined ? {} : { 'volatile.uuid.generation': generation };
	return sync(instanceRow({ status_code: world.state, config }));
};

const revert = async (world: World, request: RevertRequest, snapshot = nightly) => {
	const { port, driver } = scripted(serving(world));
	const call = driver.revertToSnapshot(web, snapshot, request, never());
	const outcome = await call.catch((error: unknown) => error);
	const changes = port.seen.filter(({ method }) => method !== 'GET');
	return { outcome, call, changes: changes.map(({ path, body }) => ({ path, body })) };
};

const INSTANCE = '/1.0/instances/web';
const restore = (stateful = false) => ({
	path: INSTANCE,
	body: { restore: 'nightly-1', stateful },
});
const power = (action: string) => ({
	path: `${INSTANCE}/state`,
	body: { action, timeout: -1, force: action === 'stop', stateful: false },
});

describe('a revert', () => {
	it('leaves it to the server to stop and start what is to run on', async () => {
		const { changes, outcome } = await revert({ state: RUNNING }, { power: 'running' });
		expect(outcome).toEqual(web);
		expect(changes).toEqual([restore()]);
	});

	it('stops what is to end stopped before, so that no guest boots on the restored disk', async () => {
		const { changes, outcome } = await revert({ state: RUNNING }, { power: 'stopped' });
		expect(outcome).toMatchObject({ powerState: 'stopped' });
		expect(changes).toEqual([power('stop'), restore()]);
	});

	it('starts what was stopped and is to run', async () => {
		const { changes, outcome } = await revert({ state: STOPPED }, { power: 'running' });
		expect(outcome).toMatchObject({ powerState: 'running' });
		expect(changes).toEqual([restore(), power('start')]);
	});

	it('brings the memory back, unless it is to end stopped', async () => {
		const world = { state: RUNNING, hasMemory: true };
		expect((await revert({ ...world }, { power: 'asSnapshot' })).changes).toEqual([restore(true)]);
		expect((await revert({ ...world }, { power: 'running' })).changes).toEqual([restore(true)]);
		const stopped = await revert({ ...world }, { power: 'stopped' });
		expect(stopped.changes).toEqual([power('stop'), restore(false)]);
	});

	it('to a snapshot that is gone changes nothing, not even the power', async () => {
		const gone = { ...nightly, id: 'gone', name: 'gone' };
		const { changes, call } = await revert({ state: RUNNING }, { power: 'stopped' }, gone);
		expect((await failureOf(call)).code).toBe('NOT_FOUND');
		expect(changes).toEqual([]);
	});

	it('that failed tells that the instance is stopped now', async () => {
		const restoring = (world: World) => {
			world.state = STOPPED;
			return operation(400, 'the disk is on fire');
		};
		const { call } = await revert({ state: RUNNING, restoring }, { power: 'running' });
		const error = await failureOf(call);
		expect(error.code).toBe('TASK_FAILED');
		expect(error.message).toContain('the disk is on fire. It was stopped for this');
	});

	it.each([
		['was done when the instance has become another generation', 'after', undefined],
		['is not known when it has not', 'before', 'TASK_FAILED'],
		['is not known when the server tells no generation', undefined, 'TASK_FAILED'],
	])('that the server has forgotten %s', async (_title, generation, code) => {
		const restoring = () => refused(404, 'Operation not found');
		const { outcome } = await revert(
			{ state: RUNNING, generation, restoring },
			{ power: 'running' },
		);
		expect(outcome).toMatchObject(code === undefined ? { powerState: 'running' } : { code });
	});

	it('of the disks alone is refused where the server can’t, before anything is changed', async () => {
		const request = { power: 'running', settings: { diskOnly: true } } as const;
		const { changes, call } = await revert({ state: RUNNING }, request);
		const error = await failureOf(call);
		expect(error.code).toBe('UNSUPPORTED');
		expect(error.advice).toContain('Disks Only');
		expect(changes).toEqual([]);
	});
});

describe('a revert on the simulated server', () => {
	const signal = never();
	const order = { name: 's', description: '', memory: false, quiesce: false };

	it('of the disks alone keeps the settings as they are', async () => {
		const { simulator, on, find } = await incusBench();
		simulator.addInstance({ name: 'web', config: { 'user.stage': 'before' }, disk: 'before' });
		const target = await find('default/web');
		const snapshot = await on.driver.createSnapshot(target, order, signal);
		simulator.write('web', 'after');
		const { settings } = simulator.instance('web');
		simulator.instance('web').settings = {
			...settings,
			config: { ...settings.config, 'user.stage': 'after' },
		};
		const request = { power: 'running', settings: { diskOnly: true } } as const;
		const reverted = await on.driver.revertToSnapshot(target, snapshot, request, signal);
		expect(reverted.tags).toEqual(['stage=after']);
		expect(simulator.read('web')).toBe('before');
	});

	it.each(['zfs', 'linstor'] as const)(
		'on %s names the newer snapshots in the way, and stops nothing',
		async (driver) => {
			const { simulator, on, find } = await incusBench({ driver });
			simulator.addInstance({ name: 'web' });
			const target = await find('default/web');
			simulator.addSnapshot('web', { name: 'older', createdAt: new Date('2026-11-20T00:00:00Z') });
			simulator.addSnapshot('web', { name: 'newer', createdAt: new Date('2026-11-21T00:00:00Z') });
			const [older] = await on.driver.listSnapshots(target, signal);
			if (older === undefined) throw new Error('It has two');
			simulator.clearRequests();
			const call = on.driver.revertToSnapshot(target, older, { power: 'stopped' }, signal);
			const error = await failureOf(call);
			expect(error.code).toBe('CONFLICT');
			expect(error.advice).toContain('newer');
			expect(simulator.count('PUT')).toBe(0);
			expect(simulator.statusOf('web')).toBe('Running');
		},
	);

	it('on ZFS goes back past newer ones where the pool gives them up', async () => {
		const { simulator, on, find } = await incusBench({ driver: 'zfs' });
		simulator.setPool('local', { config: { 'volume.zfs.remove_snapshots': 'true' } });
		simulator.addInstance({ name: 'web', disk: 'before' });
		const target = await find('default/web');
		const first = await on.driver.createSnapshot(target, order, signal);
		await on.driver.createSnapshot(target, { ...order, name: 'newer' }, signal);
		expect(first.revertOnlyWhenNewest).toBeUndefined();
		simulator.write('web', 'after');
		await on.driver.revertToSnapshot(target, first, { power: 'running' }, signal);
		expect(simulator.read('web')).toBe('before');
		const left = await on.driver.listSnapshots(target, signal);
		expect(left.map(({ name }) => name)).toEqual(['s']);
	});

	it('of a volume is refused while a running instance uses it', async () => {
		const { simulator, on, find } = await incusBench();
		simulator.addInstance({ name: 'web' });
		simulator.addVolume({ name: 'files', attachedTo: ['web'], content: 'before' });
		const target = await find('default/local/files');
		const snapshot = await on.driver.createSnapshot(target, order, signal);
		simulator.writeVolume('files', 'after');
		const back = async () =>
			await on.driver.revertToSnapshot(target, snapshot, { power: 'asSnapshot' }, signal);
		const error = await failureOf(back());
		expect(error.code).toBe('CONFLICT');
		expect(error.advice).toContain('Stop the instances');
		simulator.setStatus('web', 'Stopped');
		await back();
		expect(simulator.readVolume('files')).toBe('before');
	});
});

it('a volume’s forgotten restore is not taken for done', async () => {
	const { driver } = scripted((request) => {
		if (isWait(request)) return refused(404, 'Operation not found');
		if (request.method === 'PUT') return started();
		return sync({ name: 'files', created_at: '2026-11-22T02:00:00Z' });
	});
	const request = { power: 'asSnapshot' } as const;
	const error = await failureOf(driver.revertToSnapshot(files, nightly, request, never()));
	expect(error.message).toContain('can’t be told');
});
