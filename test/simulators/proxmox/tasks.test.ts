import { NOW_SECONDS, takeSnapshot, TestBench, WEB } from './testBench';
import { byToken, taskPath, TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const SECRET = '11111111-2222-4333-8444-555555555555';

describe('a task', () => {
	it('tells who asked for what and when, how it ended and when', async () => {
		const { client, clock } = await bench.givenWeb({ durations: { snapshot: 3 } });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		const running = {
			upid,
			node: 'pve1',
			pid: expect.any(Number),
			pstart: expect.any(Number),
			starttime: NOW_SECONDS,
			type: 'qmsnapshot',
			id: '100',
			user: 'root@pam',
			tokenid: 'n8n',
			status: 'running',
		};
		const status = `${taskPath(upid)}/status`;
		expect(await client.get(status)).toEqual(running);
		await clock.advance(10_000);
		expect(await client.get(status)).toEqual({ ...running, status: 'stopped', exitstatus: 'OK' });
		const [listed] = await client.list('/nodes/pve1/tasks');
		expect(listed).toMatchObject({ upid, endtime: NOW_SECONDS + 3, status: 'OK' });
	});

	it('tells its log in pages', async () => {
		const { client } = await bench.givenWeb();
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		const path = `${taskPath(upid)}/log`;
		const page = async (fields = {}) => (await client.send('GET', path, fields)).body;
		const first = { n: 1, t: "snapshotting 'drive-scsi0' (local-lvm:vm-100-disk-0)" };
		const last = { n: 2, t: 'TASK OK' };
		expect(await page()).toEqual({ data: [first, last], total: 2 });
		expect(await page({ limit: 1 })).toEqual({ data: [first], total: 2 });
		expect(await page({ start: 1, limit: 500 })).toEqual({ data: [last], total: 2 });
		expect(await page({ start: 9, limit: 0 })).toEqual({ data: [], total: 2 });
	});

	it('that failed is a 200, and its log ends with why', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.lock(100);
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		expect(await client.outcome(upid)).toBe('VM is locked (backup)');
		expect(await client.log(upid)).toEqual(['TASK ERROR: VM is locked (backup)']);
	});

	it('can end with warnings', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.endTasks({ kind: 'warnings', count: 2, text: 'odd' }, { vmid: 100 });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		expect(await client.outcome(upid)).toBe('WARNINGS: 2');
		expect((await client.log(upid)).slice(-3)).toEqual([
			'WARN: odd',
			'WARN: odd',
			'TASK WARNINGS: 2',
		]);
	});

	it('can be seen before the last line of its log was written', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.endTasks({ kind: 'lateLog' });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		expect(await client.outcome(upid)).toBe('unexpected status');
		expect(await client.outcome(upid)).toBe('OK');
	});

	it('can fail half-way, and what it locked stays locked', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.endTasks({ kind: 'fails', message: 'out of memory' }, { type: 'qmdelsnapshot' });
		expect(await takeSnapshot(client, 'a1')).toBe('OK');
		expect(await client.task('DELETE', `${WEB}/snapshot/a1`)).toBe('out of memory');
		expect(simulator.guest(100).lock).toBe('snapshot-delete');
	});

	it('never ends when it must not', async () => {
		const { client, clock, simulator } = await bench.givenWeb();
		simulator.fault('POST /nodes', { kind: 'neverSettles' });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		await clock.advance(86_400_000);
		expect(await client.outcome(upid)).toBe('running');
	});

	it('can be stopped, which leaves a half-deleted snapshot', async () => {
		const { client, simulator } = await bench.givenWeb({ durations: { deletion: 60 } });
		simulator.addSnapshot(100, { name: 'a1' });
		const upid = String(await client.data('DELETE', `${WEB}/snapshot/a1`));
		expect(await client.data('DELETE', taskPath(upid))).toBeNull();
		expect(await client.outcome(upid)).toBe('received interrupt');
		expect(simulator.guest(100).lock).toBe('snapshot-delete');
	});

	it('can be stopped, which cleans up after a snapshot and a clone', async () => {
		const { client, simulator } = await bench.givenWeb({ durations: { snapshot: 9, clone: 60 } });
		const snapshot = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		await client.data('DELETE', taskPath(snapshot));
		expect(await client.outcome(snapshot)).toBe('received interrupt');
		expect(await client.snapshots(WEB)).toEqual([]);
		const clone = String(await client.data('POST', `${WEB}/clone`, { newid: 105 }));
		await client.data('DELETE', taskPath(clone));
		expect(await client.outcome(clone)).toBe('clone failed: interrupted by signal');
		expect(simulator.world.guests.has(105)).toBe(false);
		expect(await client.task('POST', `${WEB}/clone`, { newid: 105 })).toBe('running');
	});
});

describe('tasks', () => {
	it('that run on a guest are told apart from those that are over', async () => {
		const { client, clock, simulator } = await bench.givenWeb({ durations: { snapshot: 3 } });
		simulator.addGuest({ name: 'db-01', vmid: 101 });
		await takeSnapshot(client, 'a1');
		await client.data('POST', '/nodes/pve1/qemu/101/snapshot', { snapname: 'a1' });
		const listed = async (fields: Record<string, string | number>) =>
			(await client.list('/nodes/pve1/tasks', fields)).map(({ id }) => id);
		expect(await listed({ source: 'active' })).toEqual(['101', '100']);
		expect(await listed({ source: 'active', vmid: 100 })).toEqual(['100']);
		expect(await listed({})).toEqual([]);
		await clock.advance(3000);
		expect(await listed({ source: 'active' })).toEqual([]);
		expect(await listed({ typefilter: 'qmsnapshot', limit: 1 })).toEqual(['101']);
		expect(await listed({ errors: 1 })).toEqual([]);
	});

	it('of others need a right; a user sees those of its tokens, a token only its own', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.addUser({ id: 'ops@pve', password: 'secret' });
		simulator.addToken({ id: 'ops@pve!n8n', secret: SECRET });
		const upid = String(await client.data('POST', `${WEB}/snapshot`, { snapname: 'a1' }));
		const other = new TestClient(
			simulator,
			byToken({ tokenId: 'ops@pve!n8n', tokenSecret: SECRET }),
		);
		expect((await other.send('GET', `${taskPath(upid)}/status`)).statusMessage).toBe(
			'Permission check failed (/nodes/pve1, Sys.Audit)',
		);
		expect(await other.list('/nodes/pve1/tasks')).toEqual([]);
	});

	it.each([
		['nonsense', 'unable to parse worker upid'],
		[
			'UPID:pve1:0003B2C1:00F1A2B3:6721A0F4:qmsnapshot:100:root@pam!n8n',
			'unable to parse worker upid',
		],
		['UPID:pve1:0003B2C1:00F1A2B3:6721A0F4:qmsnapshot:100:root@pam!n8n:', 'no such task'],
	])('by the id %s are refused', async (upid, told) => {
		const { client } = await bench.given();
		const path = `/nodes/pve1/tasks/${encodeURIComponent(upid)}/status`;
		expect(await client.send('GET', path)).toMatchObject({
			status: 400,
			body: { message: 'Parameter verification failed.\n', errors: { upid: told } },
		});
	});

	it('are asked for at the node that runs them', async () => {
		const { client, simulator } = await bench.given({ nodes: ['pve1', 'pve2'] });
		simulator.addGuest({ name: 'web-01', vmid: 100, node: 'pve2' });
		const path = '/nodes/pve2/qemu/100/snapshot';
		const upid = String(await client.data('POST', path, { snapname: 'a1' }));
		expect(upid).toMatch(/^UPID:pve2:/);
		const elsewhere = `/nodes/pve1/tasks/${encodeURIComponent(upid)}/status`;
		expect((await client.send('GET', elsewhere)).body).toMatchObject({
			errors: { upid: 'no such task' },
		});
		expect(await client.outcome(upid)).toBe('OK');
	});
});
