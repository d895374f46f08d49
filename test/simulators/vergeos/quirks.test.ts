import { furnishDemo } from './demo';
import { givenSnapshotOn } from './givenSnapshot';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const givenSnapshot = givenSnapshotOn(bench);

describe('a switch', () => {
	it('decides whether the create alone freezes the guest', async () => {
		const { client, simulator } = await bench.given({ quirks: { createQuiesces: false } });
		const id = simulator.addVm({ name: 'web-01', agent: 'connected' });
		const body = { machine: simulator.machineKeyOf(id), name: 's', quiesce: true };
		const key = await client.make('machine_snapshots', body);
		expect(await client.row(`machine_snapshots/${key}`, 'quiesced')).toEqual({ quiesced: false });
		const act = async () => await client.act('vm', { vm: id, action: 'quiesce_snapshot' });
		expect((await act()).status).toBe(200);
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
		simulator.setRunning({ level: 'vm', id }, false);
		expect((await act()).status).toBe(422);
	});

	it('lets a task fail, and then nothing was done', async () => {
		const quirks = { restoreAnswersTask: true, taskOutcome: 'error' } as const;
		const { client, simulator, web, frozen } = await givenSnapshot({ quirks });
		await client.act('vm', { vm: frozen, action: 'restore' });
		expect(await client.rows('tasks', { fields: 'status,owner,action' })).toEqual([
			{ status: 'error', owner: `vms/${web}`, action: 'restore' },
		]);
		expect(simulator.read({ level: 'vm', id: web })).toBe('after');
	});

	it('lets a recovered VM keep its addresses', async () => {
		const { client, simulator } = await bench.given({ quirks: { recoveredMacs: 'kept' } });
		const id = simulator.addVm({ name: 'web-01' });
		const cloud_snapshot = simulator.addSystemSnapshot({ name: 's' });
		await client.act('cloud_snapshot', { cloud_snapshot, action: 'find_vms' });
		const rows = (await client.rows('cloud_snapshot_vms')).map(({ $key }) => $key);
		await client.act('cloud_snapshot_vm', { action: 'recover', params: { rows } });
		expect(simulator.network(simulator.keyOf('vm', 'web-01 (0)'))).toEqual(simulator.network(id));
	});

	it.each([
		['list', '1'],
		['csv', [1]],
	] as const)('takes tags as a %s only', async (tagLists, wrong) => {
		const { client, simulator } = await bench.given({ quirks: { tagLists } });
		simulator.addVm({ name: 'web-01', tags: ['web'] });
		const send = async (include_tags: unknown) =>
			(await client.send('POST', '/cloud_snapshots', { name: 's', include_tags })).status;
		expect(await send(wrong)).toBe(422);
		expect(await send(tagLists === 'list' ? [1] : '1')).toBe(201);
	});

	it('words every refusal that nobody outside has read', async () => {
		const { client, simulator, snapshot, web } = await givenSnapshot();
		simulator.quirks.busy = { status: 422, text: 'Machine is locked ({holder})' };
		simulator.lock({ level: 'vm', id: web }, 'site sync');
		expect(await client.send('DELETE', `/machine_snapshots/${snapshot}`)).toMatchObject({
			status: 422,
			body: { err: 'Machine is locked (site sync)' },
		});
		simulator.quirks.lockedDelete = { status: 422, text: 'immutable' };
		const immutable = simulator.addSystemSnapshot({ name: 's', immutable: true });
		expect(await client.send('DELETE', `/cloud_snapshots/${immutable}`)).toMatchObject({
			status: 422,
			body: { err: 'immutable' },
		});
	});

	it('holds all system snapshots back while somebody else works on the system', async () => {
		const { client, simulator } = await bench.given();
		const key = simulator.addSystemSnapshot({ name: 's' });
		simulator.lock({ level: 'system', id: 1 }, 'update');
		expect((await client.send('POST', '/cloud_snapshots', { name: 't' })).status).toBe(409);
		expect((await client.send('DELETE', `/cloud_snapshots/${key}`)).status).toBe(409);
		simulator.unlock({ level: 'system', id: 1 });
		expect((await client.send('DELETE', `/cloud_snapshots/${key}`)).status).toBe(200);
	});
});

describe('seeding', () => {
	it.each([
		['vm', 'machine_snapshots'],
		['tenant', 'tenant_snapshots'],
		['volume', 'volume_snapshots'],
	] as const)('grows on the level %s, again and again', async (level, snapshots) => {
		const { client, simulator } = await bench.given();
		simulator.grow(2, 3, level);
		simulator.grow(1, 3, level);
		const filter = 'is_snapshot eq false';
		const names = await client.rows(`${level}s`, { filter, fields: 'name' });
		expect(new Set(names.map(({ name }) => name)).size).toBe(3);
		expect(await client.rows(snapshots)).toHaveLength(9);
	});

	it('furnishes a demo in which every level has something', async () => {
		const { client, simulator } = await bench.given();
		furnishDemo(simulator);
		const sizes = async (table: string) =>
			(await client.rows(table, { filter: 'is_snapshot eq false' })).length;
		expect([await sizes('vms'), await sizes('tenants'), await sizes('volumes')]).toEqual([6, 2, 3]);
		const fields = 'name,snapshot_period#name as period,status';
		expect(await client.rows('cloud_snapshots', { fields })).toEqual([
			{ name: 'Midnight_System', period: 'Midnight', status: 'normal' },
		]);
	});
});
