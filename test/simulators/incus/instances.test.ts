import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const INSTANCE = '/instances/web-01';

describe('the list of instances', () => {
	it('is of URLs, of objects, or of objects with state and snapshots', async () => {
		const { client, simulator } = await bench.given();
		simulator.addInstance({ name: 'c1', type: 'container', status: 'Stopped' });
		simulator.addSnapshot('web-01', { name: 's1' });
		expect(await client.list('/instances')).toEqual(['/1.0/instances/c1', '/1.0/instances/web-01']);
		const [container, vm] = await client.list('/instances?recursion=1');
		expect(container).toMatchObject({
			name: 'c1',
			type: 'container',
			status: 'Stopped',
			status_code: 102,
			project: 'default',
			location: 'none',
		});
		expect(vm).toMatchObject({
			expanded_devices: { eth0: { type: 'nic' }, root: { pool: 'local' } },
			expanded_config: { 'migration.stateful': 'true' },
		});
		expect(vm).not.toHaveProperty('snapshots');
		expect(await client.list('/instances?recursion=2')).toMatchObject([
			{ state: { status: 'Stopped', network: null }, snapshots: null },
			{
				state: { status: 'Running', network: { eth0: { hwaddr: expect.stringMatching(/^10:/) } } },
				snapshots: [{ name: 's1' }],
			},
		]);
	});

	it('is of one project, or of all', async () => {
		const { client, simulator } = await bench.given();
		simulator.addInstance({ name: 'web-01', project: 'lab' });
		expect(await client.list('/instances?project=lab')).toEqual([
			'/1.0/instances/web-01?project=lab',
		]);
		expect(await client.list('/instances?all-projects=true')).toEqual([
			'/1.0/instances/web-01',
			'/1.0/instances/web-01?project=lab',
		]);
		const both = await client.send('GET', '/instances?all-projects=true&project=lab');
		expect([both.status, both.body.error]).toEqual([
			400,
			'Cannot specify a project when requesting all projects',
		]);
		expect(await client.list('/instances?project=nowhere')).toEqual([]);
		const { status, body } = await client.send('GET', `${INSTANCE}?project=nowhere`);
		expect([status, body.error]).toEqual([404, 'Instance not found']);
	});

	it.each([
		['name eq web-01', ['web-01']],
		['name eq web-.*', ['web-01', 'web-02']],
		['status eq running and type eq container', ['c1']],
		['name eq c1 or config.user.tier eq gold', ['c1', 'web-02']],
		['not name eq c1', ['web-01', 'web-02']],
		['status ne Running', []],
		['expanded_config.user.tier eq "gold"', ['web-02']],
	])('is filtered by %s', async (filter, expected) => {
		const { client, simulator } = await bench.given();
		simulator.addInstance({ name: 'c1', type: 'container' });
		simulator.addInstance({ name: 'web-02', config: { 'user.tier': 'gold' } });
		const path = `/instances?filter=${encodeURIComponent(filter)}`;
		expect(await client.names(path)).toEqual(expected);
	});

	it('is not filtered by what is no filter', async () => {
		const { client } = await bench.given();
		for (const filter of ['name', 'name is web-01', 'name eq a name eq b', 'name eq (']) {
			const path = `/instances?filter=${encodeURIComponent(filter)}`;
			expect((await client.send('GET', path)).status).toBe(400);
		}
	});
});

describe('the settings of an instance', () => {
	it('are merged by PATCH, at once', async () => {
		const { client } = await bench.given();
		const before = await client.get(INSTANCE);
		const { status, body } = await client.send('PATCH', INSTANCE, { config: { 'user.a': 'b' } });
		expect([status, body.type]).toEqual([200, 'sync']);
		expect(await client.get(INSTANCE)).toMatchObject({
			config: { ...(before.config as object), 'user.a': 'b' },
			devices: before.devices,
			profiles: ['default'],
		});
	});

	it('are replaced by PUT, by an operation', async () => {
		const { client } = await bench.given();
		await client.succeed('PUT', INSTANCE, { config: { 'user.a': 'b' }, profiles: ['default'] });
		expect(await client.get(INSTANCE)).toMatchObject({ config: { 'user.a': 'b' }, devices: {} });
	});

	it.each([
		['snapshots.schedule', 'at noon', 'Error parsing cron expr: at noon'],
		['snapshots.schedule', '0 6 * *', 'Error parsing cron expr: 0 6 * *'],
		['snapshots.expiry', '3 days', 'Invalid expiry expression'],
		['snapshots.expiry.manual', '3x', 'Invalid expiry expression'],
		['snapshots.shedule', '@daily', 'Unknown configuration key: snapshots.shedule'],
	])('with %s of “%s” are an internal error', async (key, value, error) => {
		const { client } = await bench.given();
		const { status, body } = await client.send('PATCH', INSTANCE, { config: { [key]: value } });
		const whole = `Invalid config: ${error}`;
		expect([status, body.error, body.error_code]).toEqual([500, whole, 500]);
		const put = { config: { [key]: value }, profiles: ['default'] };
		expect(await client.failure('PUT', INSTANCE, put)).toBe(whole);
	});

	it.each([
		['snapshots.schedule', '@daily'],
		['snapshots.schedule', '@startup'],
		['snapshots.schedule', '*/15 6-18 * * 1,3,5'],
		['snapshots.schedule', '@hourly, @daily'],
		['snapshots.schedule', ''],
		['snapshots.schedule.stopped', 'true'],
		['snapshots.expiry', '1M 2H 3d 4w 5m 6y'],
	])('may have %s of “%s”', async (key, value) => {
		const { client } = await bench.given();
		const { status } = await client.send('PATCH', INSTANCE, { config: { [key]: value } });
		expect(status).toBe(200);
	});

	it('have no startup alias and no expiry by hand on LXD', async () => {
		const { client } = await bench.given({ flavour: 'lxd' });
		for (const config of [
			{ 'snapshots.schedule': '@startup' },
			{ 'snapshots.expiry.manual': '3d' },
		]) {
			expect((await client.send('PATCH', INSTANCE, { config })).status).toBe(500);
		}
	});

	it('are null where PUT left none, and name profiles that are there', async () => {
		const { client } = await bench.given();
		await client.succeed('PUT', INSTANCE, {});
		expect(await client.get(INSTANCE)).toMatchObject({ config: null, devices: {}, profiles: [] });
		for (const method of ['PUT', 'PATCH']) {
			const { status, body } = await client.send(method, INSTANCE, { profiles: ['none'] });
			expect([status, body.error]).toEqual([404, 'Profile not found']);
		}
	});

	it('are not changed while the instance is busy', async () => {
		const { client } = await bench.given({ durations: { stop: 10 } });
		await client.begin('PUT', `${INSTANCE}/state`, { action: 'stop' });
		const { status, body } = await client.send('PATCH', INSTANCE, { config: { 'user.a': 'b' } });
		expect([status, body.error]).toEqual([
			500,
			'Failed to create instance update operation: Instance is busy running a "stop" operation',
		]);
	});

	it('are all text', async () => {
		const { client } = await bench.given();
		const { status } = await client.send('PATCH', INSTANCE, { config: { 'user.a': 1 } });
		expect(status).toBe(400);
		expect((await client.send('PATCH', INSTANCE, 'no JSON')).status).toBe(400);
	});
});

describe('an instance', () => {
	it('is renamed and deleted when it is off', async () => {
		const { client, simulator } = await bench.given();
		expect(await client.failure('POST', INSTANCE, { name: 'web-02' })).toBe(
			'Renaming of running instance not allowed',
		);
		const { status, body } = await client.send('DELETE', INSTANCE);
		expect([status, body.error]).toEqual([400, 'Instance is running']);
		simulator.setStatus('web-01', 'Stopped');
		const clash = await client.send('POST', INSTANCE, { name: 'web-01' });
		expect([clash.status, clash.body.error]).toEqual([409, 'Name "web-01" already in use']);
		await client.succeed('POST', INSTANCE, { name: 'web-02' });
		await client.succeed('DELETE', '/instances/web-02');
		expect(await client.list('/instances')).toEqual([]);
	});

	it('starts, stops, restarts, and stands still', async () => {
		const { client, simulator } = await bench.given();
		const change = async (action: string): Promise<string> => {
			await client.succeed('PUT', `${INSTANCE}/state`, { action });
			return simulator.statusOf('web-01');
		};
		expect([
			await change('freeze'),
			await change('unfreeze'),
			await change('restart'),
			await change('stop'),
			await change('start'),
		]).toEqual(['Frozen', 'Running', 'Running', 'Stopped', 'Running']);
		expect(await client.get(`${INSTANCE}/state`)).toMatchObject({ status: 'Running' });
	});

	it('does not start twice, stop twice, or dance', async () => {
		const { client, simulator } = await bench.given();
		const state = `${INSTANCE}/state`;
		expect(await client.failure('PUT', state, { action: 'start' })).toBe(
			'The instance is already running',
		);
		simulator.setStatus('web-01', 'Stopped');
		expect(await client.failure('PUT', state, { action: 'stop' })).toBe(
			'The instance is already stopped',
		);
		const { status, body } = await client.send('PUT', state, { action: 'dance' });
		expect([status, body.error]).toEqual([400, "Unknown action: 'dance'"]);
	});

	it('that ignores a shutdown runs on after its time, and stops by force', async () => {
		const { client, clock, simulator } = await bench.given();
		simulator.addInstance({ name: 'db-01', ignoresShutdown: true });
		const state = '/instances/db-01/state';
		const path = await client.begin('PUT', state, { action: 'stop', timeout: 30 });
		await clock.advance(30_000);
		expect(await client.get(path)).toMatchObject({ err: expect.stringContaining('shutting down') });
		expect(simulator.statusOf('db-01')).toBe('Running');
		await client.succeed('PUT', state, { action: 'stop', force: true });
		expect(simulator.statusOf('db-01')).toBe('Stopped');
	});

	it('that is stopped with its RAM goes on where it was', async () => {
		const { client, simulator } = await bench.given();
		simulator.writeMemory('web-01', 'a thousand visitors');
		const state = `${INSTANCE}/state`;
		await client.succeed('PUT', state, { action: 'stop', stateful: true });
		expect(await client.get(INSTANCE)).toMatchObject({ status: 'Stopped', stateful: true });
		await client.succeed('PUT', state, { action: 'start', stateful: true });
		expect(simulator.readMemory('web-01')).toBe('a thousand visitors');
	});

	it('does one thing at a time', async () => {
		const { client } = await bench.given({ durations: { stop: 10 } });
		await client.begin('PUT', `${INSTANCE}/state`, { action: 'stop' });
		expect(await client.failure('PUT', `${INSTANCE}/state`, { action: 'restart' })).toBe(
			'Failed to create instance restart operation: Instance is busy running a "stop" operation',
		);
	});
});
