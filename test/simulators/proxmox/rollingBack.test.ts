import type { StorageDriver } from './index';
import { takeSnapshot, TestBench, WEB } from './testBench';
import type { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const goBack = async (client: TestClient, name: string, fields = {}): Promise<string> =>
	await client.task('POST', `${WEB}/snapshot/${name}/rollback`, fields);

const on = (driver: StorageDriver) => ({ storages: [{ name: 'disks', driver }] });

describe('rolling back', () => {
	it('brings the content back and leaves a VM that was running stopped', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.write(100, 'after');
		expect(await goBack(client, 'a1')).toBe('OK');
		expect([simulator.read(100), simulator.powerOf(100)]).toEqual(['before', 'stopped']);
		expect((await client.list(`${WEB}/snapshot`)).at(-1)).toMatchObject({
			name: 'current',
			running: 0,
			parent: 'a1',
		});
	});

	it('starts it again when told', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		expect(await goBack(client, 'a1', { start: 1 })).toBe('OK');
		expect(simulator.powerOf(100)).toBe('running');
	});

	it('to a snapshot with RAM always ends running, with what was in it', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.writeMemory(100, 'a game in progress');
		await takeSnapshot(client, 'ram', { vmstate: 1 });
		simulator.setPower(100, 'stopped');
		expect(await goBack(client, 'ram')).toBe('OK');
		expect(simulator.powerOf(100)).toBe('running');
		expect(simulator.readMemory(100)).toBe('a game in progress');
	});

	it('stops the VM at once and holds `rollback` until it ends', async () => {
		const { client, clock, simulator } = await bench.givenWeb({ durations: { rollback: 30 } });
		simulator.addSnapshot(100, { name: 'a1' });
		expect(await goBack(client, 'a1')).toBe('running');
		expect(await client.get(`${WEB}/status/current`)).toMatchObject({
			status: 'stopped',
			lock: 'rollback',
		});
		await clock.advance(30_000);
		expect((await client.get(`${WEB}/status/current`)).lock).toBeUndefined();
	});

	it('brings the configuration back, but for the description, and keeps newer disks unused', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		const { vmgenid } = await client.get(`${WEB}/config`);
		const { id } = simulator.world.volumes.allocate('local-lvm', 100);
		const changes = { cores: 8, description: 'mine', scsi1: `${id},size=1G` };
		await client.data('PUT', `${WEB}/config`, changes);
		await goBack(client, 'a1');
		const config = await client.get(`${WEB}/config`);
		expect(config).toMatchObject({ cores: 2, description: 'mine\n', unused0: id, parent: 'a1' });
		expect(config).not.toHaveProperty('scsi1');
		expect(config.vmgenid).not.toBe(vmgenid);
	});

	it.each([
		['VM is locked (backup)', 'backup'],
		['VM is locked (snapshot-delete)', 'snapshot-delete'],
	])('fails in its task with: %s', async (told, lock) => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.lock(100, lock);
		expect(await goBack(client, 'a1')).toBe(told);
		expect(simulator.powerOf(100)).toBe('running');
		expect(await goBack(client, 'gone')).toBe("snapshot 'gone' does not exist");
	});

	it('that the storage refuses leaves the lock', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.failStorage('rollback', 'lvcreate error');
		expect(await goBack(client, 'a1')).toBe('lvcreate error');
		expect(simulator.guest(100).lock).toBe('rollback');
	});
});

describe('rolling back past newer snapshots', () => {
	it.each(['lvmthin', 'rbd', 'btrfs-raw', 'btrfs-qcow2', 'dir-qcow2', 'nfs-qcow2'] as const)(
		'works on %s, which keeps them',
		async (driver) => {
			const { client, simulator } = await bench.givenWeb(on(driver));
			await takeSnapshot(client, 'a1');
			simulator.write(100, 'later');
			await takeSnapshot(client, 'b2');
			expect(await goBack(client, 'a1')).toBe('OK');
			expect(simulator.read(100)).toBe('before');
			expect(await client.snapshots(WEB)).toMatchObject([{ name: 'a1' }, { name: 'b2' }]);
			expect(await goBack(client, 'b2')).toBe('OK');
			expect(simulator.read(100)).toBe('later');
		},
	);

	it.each([
		'zfspool',
		'zfs-iscsi',
		'lvm-volume-chain',
		'dir-volume-chain',
		'nfs-volume-chain',
	] as const)('is refused on %s, with the VM left running', async (driver) => {
		const { client, simulator } = await bench.givenWeb(on(driver));
		await takeSnapshot(client, 'a1');
		await takeSnapshot(client, 'b2');
		expect(await goBack(client, 'a1')).toMatch(
			/^can't rollback, 'a1' is not most recent snapshot on 'disks:.*vm-100-disk-0/,
		);
		expect(simulator.powerOf(100)).toBe('running');
		expect(await client.task('DELETE', `${WEB}/snapshot/b2`)).toBe('OK');
		expect(await goBack(client, 'a1')).toBe('OK');
	});
});

describe('a replication’s own snapshot in the way', () => {
	it('is removed, and the snapshot is needed until the next replication', async () => {
		const { client, simulator } = await bench.givenWeb(on('zfspool'));
		await takeSnapshot(client, 'a1');
		simulator.replicate(100);
		const path = `${WEB}/snapshot/a1`;
		const upid = String(await client.data('POST', `${path}/rollback`));
		expect(await client.outcome(upid)).toBe('OK');
		expect(await client.log(upid)).toEqual([
			expect.stringMatching(/^WARN: removing replication snapshot 'disks:vm-100-disk-0@__repl/),
			"WARN: you shouldn't remove 'a1' before running the next replication!",
			'TASK OK',
		]);
		expect(await client.task('DELETE', path)).toBe(
			"snapshot 'a1' needed by replication job '100-0' - run replication first",
		);
		simulator.replicate(100);
		expect(await client.task('DELETE', path)).toBe('OK');
	});

	it('does not help when another snapshot is in the way, too', async () => {
		const { client, simulator } = await bench.givenWeb(on('zfspool'));
		await takeSnapshot(client, 'a1');
		await takeSnapshot(client, 'b2');
		simulator.replicate(100);
		expect(await goBack(client, 'a1')).toContain('is not most recent snapshot');
		expect(Object.values(simulator.storageSnapshotsOf(100))[0]).toHaveLength(3);
	});
});
