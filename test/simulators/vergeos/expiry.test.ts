import { NOW_SECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const HOUR = 3600;
const DAY = 86_400;
const WEEK = 604_800;
const seconds = (count: number): number => count * 1000;

const cloudNames = async ({ client }: Given) =>
	(await client.rows('cloud_snapshots', { fields: 'name', sort: 'created' })).map(
		(row) => row.name,
	);

describe('expiry', () => {
	it('removes a snapshot at its second, on every level, with its frozen copy', async () => {
		const { client, clock, simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		const volume = simulator.addVolume({ name: 'files' });
		const tenant = simulator.addTenant({ name: 'customer-a' });
		const expires = NOW_SECONDS + HOUR;
		simulator.addSnapshot({ level: 'vm', id: vm }, { name: 's', expires });
		simulator.addSnapshot({ level: 'volume', id: volume }, { name: 's', expires });
		simulator.addSnapshot({ level: 'tenant', id: tenant }, { name: 's', expires });
		simulator.addSystemSnapshot({ name: 's', expires });
		const tables = [
			'machine_snapshots',
			'volume_snapshots',
			'tenant_snapshots',
			'cloud_snapshots',
		] as const;
		const sizes = async () =>
			await Promise.all(tables.map(async (table) => (await client.rows(table)).length));
		await clock.advance(seconds(HOUR - 1));
		expect(await sizes()).toEqual([1, 1, 1, 1]);
		await clock.advance(seconds(1));
		expect(await sizes()).toEqual([0, 0, 0, 0]);
		for (const table of ['vms', 'volumes', 'tenants']) {
			expect(await client.rows(table, { filter: 'is_snapshot eq true' })).toEqual([]);
		}
	});

	it('leaves alone what never expires', async () => {
		const { client, clock, simulator } = await bench.given();
		const vm = simulator.addVm({ name: 'web-01' });
		simulator.addSnapshot({ level: 'vm', id: vm }, { name: 's' });
		await clock.advance(seconds(1000 * DAY));
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
	});

	it('keeps as many of a period as its minimum wants, held, until newer ones replace them', async () => {
		const given = await bench.given();
		const { client, clock, simulator } = given;
		const { periods } = simulator.addProfile('P', [
			{ name: 'Nightly', frequency: 'daily', retention: DAY, min_snapshots: 2 },
		]);
		const period = Number(periods[0]);
		for (const [number, name] of ['old', 'middle', 'young'].entries()) {
			const created = NOW_SECONDS + number;
			simulator.addSystemSnapshot({ name, created, expires: created + HOUR, period });
		}
		await clock.advance(seconds(2 * HOUR));
		expect(await cloudNames(given)).toEqual(['middle', 'young']);
		const status = await client.rows('cloud_snapshots', { fields: 'status' });
		expect(status).toEqual([{ status: 'held' }, { status: 'held' }]);
		const now = NOW_SECONDS + 2 * HOUR;
		simulator.addSystemSnapshot({ name: 'new', created: now, expires: now + DAY, period });
		await clock.advance(seconds(1));
		expect(await cloudNames(given)).toEqual(['young', 'new']);
	});

	it('holds VM snapshots of a period too, though they have no column to say so', async () => {
		const { client, clock, simulator } = await bench.given();
		const id = simulator.addVm({ name: 'web-01' });
		const { periods } = simulator.addProfile('P', [
			{ name: 'Nightly', frequency: 'daily', retention: DAY, min_snapshots: 1 },
		]);
		const period = Number(periods[0]);
		const expires = NOW_SECONDS + HOUR;
		simulator.addSnapshot({ level: 'vm', id }, { name: 'scheduled', expires, period });
		simulator.addSnapshot({ level: 'vm', id }, { name: 'by hand', expires });
		await clock.advance(seconds(DAY));
		const left = await client.rows('machine_snapshots', { fields: 'name,expires' });
		expect(left).toEqual([{ name: 'scheduled', expires }]);
	});

	it('takes no minimum from a system snapshot made by hand, unless it shall', async () => {
		const given = await bench.given();
		const expires = NOW_SECONDS + HOUR;
		await given.client.make('cloud_snapshots', { name: 's', expires, min_snapshots: 1 });
		given.simulator.quirks.minimumForManual = true;
		await given.clock.advance(seconds(HOUR));
		expect(await cloudNames(given)).toEqual(['s']);
		given.simulator.quirks.minimumForManual = false;
		await given.clock.advance(seconds(1));
		expect(await cloudNames(given)).toEqual([]);
	});
});

describe('an immutable system snapshot', () => {
	const FIELDS = 'immutable,immutable_status,immutable_lock_expires';
	const make = async (given: Given, life: number) => {
		const body = { name: 's', expires: NOW_SECONDS + life, immutable: true };
		return `cloud_snapshots/${await given.client.make('cloud_snapshots', body)}`;
	};

	it('is locked for a week at most, and can’t be deleted before', async () => {
		const given = await bench.given();
		const path = await make(given, 30 * DAY);
		expect(await given.client.row(path, FIELDS)).toEqual({
			immutable: true,
			immutable_status: 'locked',
			immutable_lock_expires: NOW_SECONDS + WEEK,
		});
		expect(await given.client.send('DELETE', `/${path}`)).toMatchObject({
			status: 403,
			body: { err: 'Snapshot is immutable and locked' },
		});
		await given.clock.advance(seconds(WEEK));
		expect((await given.client.row(path, FIELDS)).immutable_status).toBe('unlocked');
		expect((await given.client.send('DELETE', `/${path}`)).status).toBe(200);
	});

	it('may stay locked until the flag is cleared, if the system is of that kind', async () => {
		const given = await bench.given({ quirks: { lockEnds: 'onlyWhenCleared' } });
		const path = await make(given, 30 * DAY);
		await given.clock.advance(seconds(2 * WEEK));
		expect((await given.client.row(path, FIELDS)).immutable_status).toBe('locked');
	});

	it('goes at its expiry, locked or not', async () => {
		const given = await bench.given();
		const path = await make(given, 600);
		expect((await given.client.row(path, FIELDS)).immutable_lock_expires).toBe(NOW_SECONDS + 600);
		await given.clock.advance(seconds(600));
		expect((await given.client.send('GET', `/${path}`)).status).toBe(404);
	});

	it('counts down after the flag was cleared, and is deletable only then, not deleted', async () => {
		const given = await bench.given();
		const path = await make(given, 30 * DAY);
		await given.clock.advance(seconds(DAY));
		await given.client.send('PUT', `/${path}`, { immutable: false });
		expect(await given.client.row(path, FIELDS)).toEqual({
			immutable: false,
			immutable_status: 'unlocking',
			immutable_lock_expires: NOW_SECONDS + DAY + WEEK,
		});
		expect((await given.client.send('DELETE', `/${path}`)).status).toBe(403);
		await given.clock.advance(seconds(WEEK));
		expect((await given.client.row(path, FIELDS)).immutable_status).toBe('unlocked');
		expect((await given.client.send('DELETE', `/${path}`)).status).toBe(200);
	});

	it.each([
		['26.1.8', 600],
		['26.1.5', WEEK],
	])('of version %s that got its flag later is locked for %i seconds', async (version, life) => {
		const given = await bench.given({ version });
		const body = { name: 's', expires: NOW_SECONDS + 600 };
		const path = `cloud_snapshots/${await given.client.make('cloud_snapshots', body)}`;
		await given.client.send('PUT', `/${path}`, { immutable: true });
		expect(await given.client.row(path, FIELDS)).toMatchObject({
			immutable_lock_expires: NOW_SECONDS + life,
		});
	});
});
