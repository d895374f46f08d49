import { takeSnapshot, TestBench, WEB } from './testBench';
import type { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const remove = async (client: TestClient, name: string, force = false): Promise<string> =>
	await client.task('DELETE', `${WEB}/snapshot/${name}`, force ? { force: 1 } : {});

const chain = async (client: TestClient, ...names: readonly string[]): Promise<void> => {
	for (const name of names) expect(await takeSnapshot(client, name)).toBe('OK');
};

describe('deleting a snapshot', () => {
	it('gives its children, and the live state, to its parent', async () => {
		const { client } = await bench.givenWeb();
		await chain(client, 'a1', 'b2', 'c3');
		expect(await remove(client, 'b2')).toBe('OK');
		expect(await client.snapshots(WEB)).toMatchObject([
			{ name: 'a1' },
			{ name: 'c3', parent: 'a1' },
		]);
		await remove(client, 'c3');
		expect((await client.list(`${WEB}/snapshot`)).at(-1)).toMatchObject({ parent: 'a1' });
		await remove(client, 'a1');
		expect((await client.list(`${WEB}/snapshot`)).at(-1)).not.toHaveProperty('parent');
	});

	it('leaves the live state of a running VM as it is', async () => {
		const { client, simulator } = await bench.givenWeb();
		await chain(client, 'a1');
		simulator.write(100, 'after');
		await remove(client, 'a1');
		expect([simulator.read(100), simulator.powerOf(100)]).toEqual(['after', 'running']);
		expect(simulator.storageSnapshotsOf(100)).toEqual({ 'local-lvm:vm-100-disk-0': [] });
	});

	it('holds `snapshot-delete` meanwhile', async () => {
		const { client, clock, simulator } = await bench.givenWeb({ durations: { deletion: 60 } });
		simulator.addSnapshot(100, { name: 'a1' });
		expect(await remove(client, 'a1')).toBe('running');
		expect((await client.snapshots(WEB))[0]).toMatchObject({ snapstate: 'delete' });
		expect(await takeSnapshot(client, 'b2')).toBe('VM is locked (snapshot-delete)');
		await clock.advance(60_000);
		expect(await client.snapshots(WEB)).toEqual([]);
		expect(await takeSnapshot(client, 'b2')).toBe('OK');
	});

	it('that is gone fails in its task, and a lock holds even with force', async () => {
		const { client, simulator } = await bench.givenWeb();
		expect(await remove(client, 'gone')).toBe("snapshot 'gone' does not exist");
		await chain(client, 'a1');
		simulator.lock(100);
		expect(await remove(client, 'a1', true)).toBe('VM is locked (backup)');
	});

	it('that the storage refuses leaves the lock and a half-deleted snapshot', async () => {
		const { client, simulator } = await bench.givenWeb();
		await chain(client, 'a1');
		simulator.failStorage('delete', 'lvremove snapshot error: device busy');
		expect(await remove(client, 'a1')).toBe('lvremove snapshot error: device busy');
		expect(simulator.guest(100).lock).toBe('snapshot-delete');
		expect(await client.snapshots(WEB)).toMatchObject([{ name: 'a1', snapstate: 'delete' }]);
		expect(await remove(client, 'a1', true)).toBe('VM is locked (snapshot-delete)');
		simulator.unlock(100);
		const goBack = await client.task('POST', `${WEB}/snapshot/a1/rollback`);
		expect(goBack).toBe('unable to rollback to incomplete snapshot (snapstate = delete)');
		expect(await remove(client, 'a1', true)).toBe('OK');
	});

	it('by force leaves behind what the storage does not let go', async () => {
		const { client, simulator } = await bench.givenWeb();
		await chain(client, 'a1');
		simulator.failStorage('delete', 'device busy');
		expect(await remove(client, 'a1', true)).toBe('OK');
		expect(await client.snapshots(WEB)).toEqual([]);
		expect(Object.values(simulator.storageSnapshotsOf(100))).toEqual([['a1']]);
		expect(await takeSnapshot(client, 'a1')).toContain('exists already');
	});

	it('waits for no replication: it fails, unless forced', async () => {
		const { client, simulator } = await bench.givenWeb();
		await chain(client, 'a1');
		simulator.holdMigrationLock(100);
		expect(await remove(client, 'a1')).toBe(
			'Failed to obtain guest migration lock - replication running?',
		);
		expect(await remove(client, 'a1', true)).toBe('OK');
	});

	it('takes its RAM along', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'ram', { vmstate: 1 });
		expect(simulator.world.volumes.all.has('local-lvm:vm-100-state-ram')).toBe(true);
		await remove(client, 'ram');
		expect(simulator.world.volumes.all.has('local-lvm:vm-100-state-ram')).toBe(false);
	});

	it('that a linked clone was made from is refused by the storage', async () => {
		const { client } = await bench.givenWeb();
		await chain(client, 'a1');
		const fields = { newid: 105, snapname: 'a1', full: 0 };
		expect(await client.task('POST', `${WEB}/clone`, fields)).toBe('OK');
		expect(await remove(client, 'a1')).toContain('is in use by');
	});

	it('can’t take the newest from the TPM of a running VM on a volume chain', async () => {
		const { client, simulator } = await bench.given({
			storages: [{ name: 'san', driver: 'lvm-volume-chain' }],
		});
		simulator.addGuest({ name: 'win-01', vmid: 100 });
		const { id } = simulator.world.volumes.allocate('san', 100);
		simulator.guest(100).config.tpmstate0 = `${id},size=4M,version=v2.0`;
		await chain(client, 'a1');
		expect(await remove(client, 'a1')).toBe(
			`top-most snapshot of TPM state '${id}' on storage with 'snapshot-as-volume-chain' ` +
				'cannot be removed while the VM is running.',
		);
	});
});
