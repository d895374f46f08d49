import type { StorageDriver } from './index';
import { takeSnapshot, TestBench, WEB } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const COPY = '/nodes/pve1/qemu/105';
const MAC = /(?:[0-9A-F]{2}:){5}[0-9A-F]{2}/;

const on = (driver: StorageDriver) => ({ storages: [{ name: 'disks', driver }] });

describe('a full clone of a snapshot', () => {
	it('is a new VM with the content of the snapshot, stopped, under its own identity', async () => {
		const { client, simulator } = await bench.givenWeb(
			{},
			{ description: 'mine', tags: ['a', 'b'] },
		);
		await takeSnapshot(client, 'a1');
		simulator.write(100, 'after');
		const fields = { newid: 105, snapname: 'a1', full: 1, name: 'copy-01', pool: 'lab' };
		expect(await client.task('POST', `${WEB}/clone`, fields)).toBe('OK');
		expect([simulator.read(105), simulator.powerOf(105)]).toEqual(['before', 'stopped']);
		const source = await client.get(`${WEB}/config`);
		const made = await client.get(`${COPY}/config`);
		expect(made).toMatchObject({
			name: 'copy-01',
			tags: 'a;b',
			scsi0: expect.stringMatching(/^local-lvm:vm-105-disk-0,/),
		});
		for (const key of ['description', 'parent', 'lock', 'snaptime', 'snapstate']) {
			expect(made).not.toHaveProperty(key);
		}
		for (const key of ['smbios1', 'vmgenid', 'net0']) expect(made[key]).not.toBe(source[key]);
		expect(String(made.net0)).toMatch(MAC);
		expect(await client.snapshots(COPY)).toEqual([]);
		simulator.write(105, 'goes its own way');
		expect(simulator.read(100)).toBe('after');
	});

	it('is there at once, locked and without disks, until it is done', async () => {
		const { client, clock, simulator } = await bench.givenWeb({ durations: { clone: 20 } });
		simulator.addSnapshot(100, { name: 'a1' });
		const fields = { newid: 105, snapname: 'a1' };
		const upid = String(await client.data('POST', `${WEB}/clone`, fields));
		expect(upid).toContain(':qmclone:100:');
		expect(await client.get(`${COPY}/config`)).toMatchObject({ lock: 'clone' });
		expect(await client.get(`${COPY}/config`)).not.toHaveProperty('scsi0');
		await clock.advance(20_000);
		expect(await client.outcome(upid)).toBe('OK');
		expect(await client.get(`${COPY}/config`)).toMatchObject({ name: 'Copy-of-VM-web-01' });
	});

	it('does not carry RAM over', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.writeMemory(100, 'a game in progress');
		await takeSnapshot(client, 'ram', { vmstate: 1 });
		await client.task('POST', `${WEB}/clone`, { newid: 105, snapname: 'ram' });
		expect([simulator.readMemory(105), simulator.powerOf(105)]).toEqual(['', 'stopped']);
		expect(await client.get(`${COPY}/config`)).not.toHaveProperty('runningmachine');
	});

	it('leaves nothing when a disk can’t be copied', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.failStorage('copy', 'no space left on device');
		const outcome = await client.task('POST', `${WEB}/clone`, { newid: 105, snapname: 'a1' });
		expect(outcome).toBe('clone failed: no space left on device');
		expect(simulator.world.guests.has(105)).toBe(false);
	});

	it('leaves a half-made VM when its worker dies, which can be destroyed once unlocked', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.endTasks({ kind: 'workerDies' }, { type: 'qmclone' });
		await client.task('POST', `${WEB}/clone`, { newid: 105, snapname: 'a1' });
		expect(await client.task('DELETE', COPY)).toBe('VM is locked (clone)');
		simulator.unlock(105);
		expect(await client.task('DELETE', COPY)).toBe('OK');
		expect(simulator.world.guests.has(105)).toBe(false);
		expect(simulator.read(100)).toBe('before');
		expect(await client.task('POST', `${WEB}/clone`, { newid: 105, snapname: 'a1' })).toBe('OK');
	});
});

describe('what a storage can do with snapshots', () => {
	it.each([
		['lvmthin', 1, 1, 1],
		['rbd', 1, 1, 1],
		['btrfs-raw', 1, 1, 1],
		['btrfs-qcow2', 1, 1, 0],
		['dir-qcow2', 1, 1, 0],
		['nfs-qcow2', 1, 1, 0],
		['cifs-qcow2', 1, 1, 0],
		['lvm-volume-chain', 1, 1, 0],
		['zfspool', 1, 0, 0],
		['zfs-iscsi', 1, 0, 0],
	] as const)('on %s is told, and kept', async (driver, snapshot, copy, clone) => {
		const { client } = await bench.givenWeb(on(driver));
		const can = async (feature: string, more = {}) =>
			(await client.get(`${WEB}/feature`, { feature, ...more })).hasFeature;
		expect(await can('snapshot')).toBe(snapshot);
		await takeSnapshot(client, 'a1');
		expect(await can('copy', { snapname: 'a1' })).toBe(copy);
		expect(await can('clone', { snapname: 'a1' })).toBe(clone);
		expect([await can('copy'), await can('clone')]).toEqual([1, 0]);
		for (const [full, possible, kind] of [
			[1, copy, 'Full'],
			[0, clone, 'Linked'],
		] as const) {
			const fields = { newid: 105 + full, snapname: 'a1', full };
			const answer = await client.send('POST', `${WEB}/clone`, fields);
			expect(answer.status).toBe(possible === 1 ? 200 : 500);
			if (possible === 1) continue;
			expect(answer.statusMessage).toMatch(
				new RegExp(
					`^${kind} clone feature is not supported for a snapshot of 'disks:.*' \\(scsi0\\)$`,
				),
			);
		}
	});

	it.each(['dir-raw', 'dir-vmdk', 'nfs-raw', 'lvm', 'iscsi'] as const)(
		'on %s is nothing',
		async (driver) => {
			const { client } = await bench.givenWeb(on(driver));
			const probed = await client.get(`${WEB}/feature`, { feature: 'snapshot' });
			expect(probed).toEqual({ hasFeature: 0, nodes: ['pve1'] });
			expect(await takeSnapshot(client, 'a1')).toBe('snapshot feature is not available');
		},
	);

	it('is what the weakest of its disks can do, and nothing with a passed-through one', async () => {
		const { client, simulator } = await bench.givenWeb(
			{
				storages: [
					{ name: 'thin', driver: 'lvmthin' },
					{ name: 'tank', driver: 'zfspool' },
				],
			},
			{ storage: ['thin', 'tank'] },
		);
		await takeSnapshot(client, 'a1');
		const fields = { newid: 105, snapname: 'a1' };
		expect((await client.send('POST', `${WEB}/clone`, fields)).statusMessage).toBe(
			"Full clone feature is not supported for a snapshot of 'tank:vm-100-disk-0' (scsi1)",
		);
		simulator.guest(100).config.scsi2 = '/dev/disk/by-id/usb-1,size=1T';
		expect(await takeSnapshot(client, 'b2')).toBe('snapshot feature is not available');
	});
});

describe('a clone is refused at once', () => {
	it.each([
		[{ newid: 101 }, 'unable to create VM 101: config file already exists'],
		[{ newid: 105, snapname: 'gone' }, "snapshot 'gone' does not exist"],
		[
			{ newid: 105, snapname: 'a1', full: 0, storage: 'local-lvm' },
			"parameter 'storage' not allowed for linked clones",
		],
		[
			{ newid: 105, snapname: 'a1', full: 0, format: 'raw' },
			"parameter 'format' not allowed for linked clones",
		],
		[{ newid: 105, target: 'pve2' }, "can't clone VM to node 'pve2' (VM uses local storage)"],
		[
			{ newid: 105, target: 'pve2', storage: 'local-lvm' },
			"can't clone to non-shared storage 'local-lvm'",
		],
	])('with %j', async (fields, told) => {
		const { client, simulator } = await bench.givenWeb({ nodes: ['pve1', 'pve2'] });
		simulator.addGuest({ name: 'db-01', vmid: 101 });
		await takeSnapshot(client, 'a1');
		const answer = await client.send('POST', `${WEB}/clone`, fields);
		expect(answer).toMatchObject({ status: 500, body: { data: null, message: `${told}\n` } });
		expect(simulator.world.guests.size).toBe(2);
	});

	it('with a name that is no DNS name, or an id out of range', async () => {
		const { client } = await bench.givenWeb();
		const fields = { newid: 99, name: 'under_score' };
		expect((await client.send('POST', `${WEB}/clone`, fields)).body).toMatchObject({
			errors: {
				newid: 'value must have a minimum value of 100',
				name: 'invalid format - value does not look like a valid DNS name\n',
			},
		});
	});

	it('while its source is locked', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.lock(100);
		const answer = await client.send('POST', `${WEB}/clone`, { newid: 105 });
		expect(answer.statusMessage).toBe('VM is locked (backup)');
	});
});

describe('two clones of one running source', () => {
	const told = "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout";

	it('get into each other’s way, in the task', async () => {
		const { client, clock } = await bench.givenWeb({ durations: { clone: 20 } });
		await client.task('POST', `${WEB}/clone`, { newid: 105 });
		expect(await client.task('POST', `${WEB}/clone`, { newid: 106 })).toBe(told);
		await clock.advance(20_000);
		expect(await client.task('POST', `${WEB}/clone`, { newid: 106 })).toBe('running');
	});

	it('get into each other’s way at once, on an older release', async () => {
		const { client } = await bench.givenWeb({ generation: 'older', durations: { clone: 20 } });
		await client.task('POST', `${WEB}/clone`, { newid: 105 });
		const answer = await client.send('POST', `${WEB}/clone`, { newid: 106 });
		expect([answer.status, answer.statusMessage]).toEqual([500, told]);
	});
});

it('a clone may go to another node, with shared storage', async () => {
	const { client } = await bench.givenWeb({ ...on('rbd'), nodes: ['pve1', 'pve2'] });
	expect(await client.task('POST', `${WEB}/clone`, { newid: 105, target: 'pve2' })).toBe('OK');
	expect((await client.get('/nodes/pve2/qemu/105/config')).name).toBe('Copy-of-VM-web-01');
});

it('a template is cloned without copying, unless told', async () => {
	const { client, simulator } = await bench.givenWeb({}, { template: true });
	expect(await client.task('POST', `${WEB}/clone`, { newid: 105 })).toBe('OK');
	expect(simulator.guest(105).config).not.toHaveProperty('template');
});
