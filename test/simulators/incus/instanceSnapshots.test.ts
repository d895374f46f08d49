import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SNAPSHOTS = '/instances/web-01/snapshots';

describe('a snapshot of an instance', () => {
	it('is made by an operation, with the settings and the instant of then', async () => {
		const { client } = await bench.given();
		const operation = await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		expect(operation).toMatchObject({
			class: 'task',
			description: 'Snapshotting instance',
			status_code: 200,
			err: '',
			location: 'none',
			may_cancel: false,
			resources: {
				instances: ['/1.0/instances/web-01'],
				instances_snapshots: ['/1.0/instances/web-01/snapshots/s1'],
			},
		});
		expect(await client.get(`${SNAPSHOTS}/s1`)).toMatchObject({
			name: 's1',
			created_at: '2026-11-22T02:00:00.000247757Z',
			expires_at: '0001-01-01T00:00:00Z',
			stateful: false,
			size: -1,
			profiles: ['default'],
			config: { 'migration.stateful': 'true' },
		});
		expect(await client.list(SNAPSHOTS)).toEqual([`/1.0${SNAPSHOTS}/s1`]);
	});

	it('is listed while it is being made, and after it, oldest first', async () => {
		const { client, clock } = await bench.given({ durations: { snapshot: 10 } });
		await client.begin('POST', SNAPSHOTS, { name: 's2' });
		expect(await client.names(SNAPSHOTS)).toEqual(['s2']);
		await clock.advance(10_000);
		await client.begin('POST', SNAPSHOTS, { name: 's1' });
		expect(await client.names(SNAPSHOTS)).toEqual(['s2', 's1']);
	});

	it('copies the description of its instance and takes none of its own', async () => {
		const { client } = await bench.given();
		await client.send('PATCH', '/instances/web-01', { description: 'the shop' });
		await client.succeed('POST', SNAPSHOTS, { name: 's1', description: 'mine' });
		expect(await client.get(`${SNAPSHOTS}/s1`)).toMatchObject({ description: 'the shop' });
	});

	it.each([
		['/', 'a/b'],
		['white space', 'a b'],
		['a dollar', 'a$b'],
		['a quote', "a'b"],
		['an end that is no letter or digit', 'a-'],
		['such a beginning', '.a'],
		['too many characters', 'a'.repeat(65)],
	])('is not made with %s in its name', async (_what, name) => {
		const { client } = await bench.given();
		const { status, body } = await client.send('POST', SNAPSHOTS, { name });
		expect([status, body.error]).toEqual([400, expect.stringMatching(/^Invalid snapshot name: /)]);
	});

	it.each(['a$b', '-a', 'a-', '.a', "a'b", 'a'.repeat(65)])(
		'may be called %s on LXD, which refuses little',
		async (name) => {
			const { client } = await bench.given({ flavour: 'lxd' });
			await client.succeed('POST', SNAPSHOTS, { name });
			expect(await client.names(SNAPSHOTS)).toEqual([name]);
		},
	);

	it('is refused for its name by LXD at once, or in its operation', async () => {
		const { client } = await bench.given({ flavour: 'lxd' });
		for (const character of ['/', '?', '&', '+']) {
			const { status, body } = await client.send('POST', SNAPSHOTS, { name: `a${character}b` });
			expect([status, body.error]).toEqual([
				400,
				`Invalid snapshot name: Cannot contain "${character}"`,
			]);
		}
		expect(await client.failure('POST', SNAPSHOTS, { name: 'a b' })).toContain(
			'Invalid instance snapshot name: Cannot contain space or / characters',
		);
		expect(await client.names(SNAPSHOTS)).toEqual([]);
	});

	it('may have 64 characters, capital letters, dots and all that', async () => {
		const { client } = await bench.given();
		const names = ['a'.repeat(64), 'Before_Upgrade.v1:2-x@y~z', '7'];
		for (const name of names) await client.succeed('POST', SNAPSHOTS, { name });
		expect(await client.names(SNAPSHOTS)).toEqual(names);
	});

	it.each([
		[
			'incus',
			'current',
			'Failed creating instance snapshot record "s1": Snapshot "web-01/s1" already exists',
		],
		['incus', 'older', expect.stringContaining('UNIQUE constraint failed: instances_snapshots')],
		['lxd', 'current', expect.stringContaining('This "instances_snapshots" entry already exists')],
		['lxd', 'older', expect.stringContaining('This "instances_snapshots" entry already exists')],
	] as const)(
		'whose name is taken fails in its operation: %s, %s',
		async (flavour, generation, text) => {
			const { client } = await bench.given({
				flavour,
				generation,
				quirks: { failedWait: 'operation' },
			});
			await client.succeed('POST', SNAPSHOTS, { name: 's1' });
			expect(await client.failure('POST', SNAPSHOTS, { name: 's1' })).toEqual(text);
			expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
		},
	);

	it('without a name gets the next of the pattern', async () => {
		const { client } = await bench.given();
		const next = async (pattern?: string): Promise<unknown> => {
			if (pattern !== undefined) {
				const config = { 'snapshots.pattern': pattern };
				await client.send('PATCH', '/instances/web-01', { config });
			}
			await client.succeed('POST', SNAPSHOTS, {});
			return (await client.names(SNAPSHOTS)).at(-1);
		};
		expect([await next(), await next()]).toEqual(['snap0', 'snap1']);
		expect(await next("{{ creation_date|date:'2006-01-02_15-04-05' }}")).toBe(
			'2026-11-22_02-00-00',
		);
		expect(await next()).toBe('2026-11-22_02-00-00-0');
		expect(await next('daily%d')).toBe('daily0');
		await client.send('PATCH', '/instances/web-01', { config: { 'snapshots.pattern': '%d-%d' } });
		const { status, body } = await client.send('POST', SNAPSHOTS, {});
		expect([status, body.error]).toEqual([500, "Snapshot pattern may contain '%d' only once"]);
	});

	it('is renamed, unless the name is taken', async () => {
		const { client } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2' });
		const { status, body } = await client.send('POST', `${SNAPSHOTS}/s1`, { name: 's2' });
		expect([status, body.error]).toEqual([409, "Name 'web-01/s2' already in use"]);
		await client.succeed('POST', `${SNAPSHOTS}/s1`, { name: 's3' });
		expect(await client.names(SNAPSHOTS)).toEqual(['s3', 's2']);
	});

	it('is deleted once; who deletes it meanwhile fails, who comes later finds none', async () => {
		const { client, clock } = await bench.given({ durations: { remove: 4 } });
		await client.begin('POST', SNAPSHOTS, { name: 's1' });
		const first = await client.begin('DELETE', `${SNAPSHOTS}/s1`);
		const second = await client.begin('DELETE', `${SNAPSHOTS}/s1`);
		await clock.advance(4_000);
		expect(await client.get(first)).toMatchObject({ status: 'Success' });
		expect(await client.get(second)).toMatchObject({
			err: 'Failed to create instance delete operation: Instance is busy running a "delete" operation',
		});
		const { status, body } = await client.send('DELETE', `${SNAPSHOTS}/s1`);
		expect([status, body.error]).toEqual([
			404,
			'Failed to fetch snapshot "s1" of instance "web-01" in project "default": InstanceSnapshot not found',
		]);
	});

	it('is not made in a project that blocks it, which is called an internal error', async () => {
		const { client, simulator } = await bench.given();
		const config = { restricted: 'true', 'restricted.snapshots': 'block' };
		simulator.addProject({ name: 'lab', config });
		simulator.addInstance({ name: 'lab-01', project: 'lab' });
		const path = '/instances/lab-01/snapshots?project=lab';
		const { status, body } = await client.send('POST', path, { name: 's1' });
		expect([status, body.error]).toEqual([
			500,
			'Project "lab" doesn\'t allow for snapshot creation',
		]);
	});

	it('was called instance/snapshot by very old servers', async () => {
		const { client } = await bench.given({ quirks: { snapshotNames: 'full' } });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		expect(await client.names(SNAPSHOTS)).toEqual(['web-01/s1']);
	});
});

describe('an instance that is busy', () => {
	it('refuses new snapshots, restores and deletions at once, and can still be read', async () => {
		const { client, simulator } = await bench.given();
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		simulator.busy('web-01', 'migrate');
		const busy = 'Instance is busy running a "migrate" operation';
		expect(await client.failure('POST', SNAPSHOTS, { name: 's2' })).toBe(
			`Failed creating instance snapshot record: ${busy}`,
		);
		expect(await client.failure('PUT', '/instances/web-01', { restore: 's1' })).toBe(
			`Failed to create instance restore operation: ${busy}`,
		);
		expect(await client.failure('DELETE', `${SNAPSHOTS}/s1`)).toContain(busy);
		expect(await client.names(SNAPSHOTS)).toEqual(['s1']);
		simulator.free('web-01');
		await client.succeed('DELETE', `${SNAPSHOTS}/s1`);
	});

	it('with an operation of its own lets snapshots come and go, but no restore', async () => {
		const { client } = await bench.given({ durations: { stop: 10 } });
		await client.succeed('POST', SNAPSHOTS, { name: 's1' });
		await client.begin('PUT', '/instances/web-01/state', { action: 'stop' });
		await client.succeed('POST', SNAPSHOTS, { name: 's2' });
		await client.succeed('DELETE', `${SNAPSHOTS}/s1`);
		expect(await client.failure('PUT', '/instances/web-01', { restore: 's2' })).toBe(
			'Failed to create instance restore operation: Instance is busy running a "stop" operation',
		);
	});
});
