import type { RestoreRequest } from '../../../snapshots/driver';
import { closeBenches, incusBench } from './bench';
import { failureOf, instanceRow, never, nightly, scripted, snapshotRow, web } from './given';
import { isWait, operation, refused, started, sync, type Seen } from './scriptedPort';

afterEach(closeBenches);

const root = { type: 'disk', path: '/', pool: 'fast' };
const card = { type: 'nic', network: 'incusbr0' };

interface World {
	/** Of the source’s snapshot, with its profiles’. */
	readonly devices: object;
	/** Of what comes out, if it is something else. */
	readonly copied?: object;
	readonly cannotStart?: boolean;
	readonly cannotDelete?: boolean;
	exists?: boolean;
	running?: boolean;
}

const serving = (world: World) => (request: Seen) => {
	const { method, path, body } = request;
	if (isWait(request)) return operation(200);
	if (path === '/1.0/instances/web') return sync(instanceRow());
	if (path.endsWith('/snapshots/nightly-1')) {
		return sync(snapshotRow({ expanded_devices: world.devices, profiles: ['default', 'web'] }));
	}
	if (path.includes('/snapshots/')) return refused(404, 'Instance snapshot not found');
	if (method === 'POST') {
		world.exists = true;
		return started();
	}
	if (path.endsWith('/state')) {
		if (world.cannotStart) return refused(500, 'Failed to start: no such bridge');
		world.running = (body as { action: string }).action === 'start';
		return sync({});
	}
	if (method === 'DELETE') {
		if (world.cannotDelete) return refused(500, 'the storage sleeps');
		world.exists = false;
		return sync({});
	}
	if (method === 'PATCH') return sync({});
	if (!world.exists) return refused(404, 'Instance not found');
	const status_code = world.running ? 103 : 102;
	const { copied = { root } } = world;
	return sync(instanceRow({ name: 'copy', status_code, expanded_devices: copied }));
};

const restore = (world: World, overrides: Partial<RestoreRequest> = {}, snapshot = nightly) => {
	const { port, driver } = scripted(serving(world));
	const request = { name: 'copy', connectNetwork: false, powerOn: false, ...overrides };
	const call = driver.restoreAsNew(web, snapshot, request, never());
	return { port, call };
};

describe('a copy of a snapshot', () => {
	it('is ordered with the snapshot’s profiles, and without cards', async () => {
		const { port, call } = restore({ devices: { root, eth0: card } });
		expect(await call).toMatchObject({ id: 'default/copy', name: 'copy', powerState: 'stopped' });
		const order = port.seen.find(({ method }) => method === 'POST');
		expect(order).toMatchObject({ path: '/1.0/instances', query: { project: 'default' } });
		expect(order?.body).toEqual({
			name: 'copy',
			type: 'container',
			source: { type: 'copy', source: 'web/nightly-1', project: 'default' },
			profiles: ['default', 'web'],
			devices: { eth0: { type: 'none' } },
		});
	});

	it('goes to the project, pool and member that are asked for', async () => {
		const settings = { targetProject: 'lab', targetPool: 'slow', targetMember: 'node-2' };
		const { port, call } = restore({ devices: { root } }, { settings });
		await call;
		const order = port.seen.find(({ method }) => method === 'POST');
		expect(order?.query).toEqual({ project: 'lab', target: 'node-2' });
		expect(order?.body).toMatchObject({
			source: { project: 'default' },
			devices: { root: { ...root, pool: 'slow' } },
		});
	});

	it('whose profiles bring other cards there is unplugged before it is started', async () => {
		const world = { devices: { root }, copied: { root, eth7: card } };
		const { port, call } = restore(world, { powerOn: true });
		expect(await call).toMatchObject({ powerState: 'running' });
		const changes = port.seen.filter(({ method }) => method !== 'GET');
		expect(changes.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /1.0/instances',
			'PATCH /1.0/instances/copy',
			'PUT /1.0/instances/copy/state',
		]);
		expect(changes[1]?.body).toEqual({ devices: { eth7: { type: 'none' } } });
	});

	it('that does not start is removed again', async () => {
		const world: World = { devices: { root }, cannotStart: true };
		const error = await failureOf(restore(world, { powerOn: true }).call);
		expect(error.message).toContain('no such bridge. It was removed again');
		expect(world.exists).toBe(false);
	});

	it('that can’t be removed either is named', async () => {
		const world = { devices: { root }, cannotStart: true, cannotDelete: true };
		const error = await failureOf(restore(world, { powerOn: true }).call);
		expect(error.message).toContain('half-made instance copy (default/copy)');
		expect(error.advice).toContain('Remove copy');
	});

	it('never takes the place of what has its name, nor removes that', async () => {
		const world: World = { devices: { root }, exists: true };
		const { port, call } = restore(world, { powerOn: true });
		expect((await failureOf(call)).code).toBe('CONFLICT');
		expect(port.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(world.exists).toBe(true);
	});

	it('of a snapshot that is gone is not ordered', async () => {
		const gone = { ...nightly, id: 'gone', name: 'gone' };
		const { port, call } = restore({ devices: { root } }, {}, gone);
		expect((await failureOf(call)).code).toBe('NOT_FOUND');
		expect(port.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it.each(['', '-web', 'web_1', 'web.1', '1web', 'n'.repeat(64), '../up'])(
		'is not ordered under the name %p',
		async (name) => {
			const { port, call } = restore({ devices: { root } }, { name });
			expect((await failureOf(call)).code).toBe('INVALID_INPUT');
			expect(port.seen).toEqual([]);
		},
	);
});

describe('a copy on the simulated server', () => {
	it('leaves the data volumes of the source alone, unless both are to have them', async () => {
		const { simulator, on, find } = await incusBench();
		simulator.addInstance({ name: 'web', type: 'container' });
		simulator.addVolume({ name: 'data', attachedTo: ['web'] });
		const target = await find('default/web');
		const order = { name: 's', description: '', memory: false, quiesce: false };
		const snapshot = await on.driver.createSnapshot(target, order, never());
		const copy = async (name: string, attachOtherDisks: boolean) => {
			const settings = { attachOtherDisks };
			const request = { name, connectNetwork: false, powerOn: false, settings };
			await on.driver.restoreAsNew(target, snapshot, request, never());
			return simulator.instance(name).settings.devices.data;
		};
		expect(await copy('alone', false)).toEqual({ type: 'none' });
		expect(await copy('sharing', true)).toMatchObject({ type: 'disk', source: 'data' });
	});

	it('of a volume goes to the project and pool that are asked for', async () => {
		const { simulator, on, find } = await incusBench();
		simulator.addPool({ name: 'slow', driver: 'dir' });
		simulator.addProject({ name: 'lab' });
		simulator.addVolume({ name: 'files', content: 'precious' });
		const target = await find('default/local/files');
		const order = { name: 's', description: '', memory: false, quiesce: false };
		const snapshot = await on.driver.createSnapshot(target, order, never());
		const settings = { targetProject: 'lab', targetPool: 'slow' };
		const request = { name: 'copy', connectNetwork: false, powerOn: false, settings };
		const made = await on.driver.restoreAsNew(target, snapshot, request, never());
		expect(made.id).toBe('lab/slow/copy');
		const ref = { project: 'lab', pool: 'slow', name: 'copy' };
		expect(simulator.readVolume(ref)).toBe('precious');
	});
});
