import { readDescription, writeDescription } from '../../../drivers/proxmox/description';
import {
	data,
	died,
	fakeCluster,
	refusalOf,
	signal,
	snapshotRow,
	web,
	type Answers,
} from './fakeCluster';

const GUEST = '/nodes/pve1/qemu/100';

const listed = async (rows: readonly object[], answers: Answers = {}) =>
	await fakeCluster({ [`GET ${GUEST}/snapshot`]: data(rows), ...answers }).driver.listSnapshots(
		web,
		signal,
	);

describe('the list of snapshots', () => {
	it('tells the tree, and which of them the live state descends from', async () => {
		const found = await listed([
			{ name: 'current', running: 1, digest: 'x', parent: 'daily1', description: 'You are here!' },
			snapshotRow('daily1', { parent: 'base', snaptime: 1763769832, description: 'text\n' }),
			snapshotRow('base', { vmstate: 1, snaptime: '1763700000' }),
			snapshotRow('orphan', { parent: 'long-gone' }),
		]);
		expect(found).toEqual([
			{
				id: 'daily1',
				name: 'daily1',
				description: 'text',
				createdAt: new Date(1763769832000),
				parentId: 'base',
				current: true,
				consistency: 'crash',
				state: 'ready',
			},
			expect.objectContaining({
				id: 'base',
				createdAt: new Date(1763700000000),
				current: false,
				consistency: 'memory',
			}),
			expect.not.objectContaining({ parentId: 'long-gone' }),
		]);
	});

	it.each([
		['creating', 'prepare', 'snapshot', [{ type: 'qmsnapshot', user: 'n8n@pve' }]],
		['deleting', 'delete', 'snapshot-delete', [{ type: 'qmdelsnapshot', user: 'n8n@pve' }]],
		['failed', 'prepare', undefined, []],
		['failed', 'delete', 'snapshot-delete', []],
	])('calls %s what is in the state %s under the lock %s with tasks %j', async (...given) => {
		const [state, snapstate, lock, tasks] = given;
		const found = await listed([snapshotRow('nightly-1', { snapstate })], {
			[`GET ${GUEST}/status/current`]: data({ status: 'running', lock }),
			'GET /nodes/pve1/tasks': ({ query }) => {
				expect(query).toEqual({ vmid: '100', source: 'active' });
				return data(tasks);
			},
		});
		expect(found.map((one) => one.state)).toEqual([state]);
	});

	it('takes half-made ones for alive when it may not see the tasks', async () => {
		const found = await listed([snapshotRow('nightly-1', { snapstate: 'prepare' })], {
			[`GET ${GUEST}/status/current`]: data({ status: 'running', lock: 'snapshot' }),
			'GET /nodes/pve1/tasks': [403, { message: 'Permission check failed' }],
		});
		expect(found[0]?.state).toBe('creating');
	});
});

describe('that only the newest can be reverted to', () => {
	const config = (more: object) => ({ [`GET ${GUEST}/config`]: data(more) });
	const storages = (...rows: object[]) => ({ 'GET /storage': data(rows) });
	const ZFS = { storage: 'local-zfs', type: 'zfspool' };
	const CHAIN = { storage: 'san', type: 'lvm', 'snapshot-as-volume-chain': 1 };
	const THIN = { storage: 'local-lvm', type: 'lvmthin' };
	const rows = [snapshotRow('nightly-1')];

	it.each([
		['ZFS', [ZFS, THIN], { scsi0: 'local-zfs:vm-100-disk-0,size=32G' }, /vm-100-disk-0 is on ZFS/],
		['ZFS over iSCSI', [{ storage: 'nas', type: 'zfs' }], { virtio1: 'nas:vm-100-disk-1' }, /ZFS/],
		['a chain of volumes', [CHAIN], { scsi0: 'san:vm-100-disk-0.qcow2,size=1G' }, /chain/],
		['ZFS under a container', [ZFS], { rootfs: 'local-zfs:subvol-100-disk-0,size=8G' }, /ZFS/],
		['ZFS under a mount point', [ZFS], { mp0: 'volume=local-zfs:subvol-100-disk-1,mp=/x' }, /ZFS/],
	])('is told of %s', async (_what, kinds, disks, reason) => {
		const [found] = await listed(rows, { ...storages(...kinds), ...config(disks) });
		expect(found?.revertOnlyWhenNewest).toMatch(reason);
	});

	it.each([
		['of disks elsewhere', { scsi0: 'local-lvm:vm-100-disk-0' }],
		['of a CD drive', { ide2: 'local-zfs:vm-100-cloudinit,media=cdrom', scsi0: 'local-lvm:x' }],
		['of what is unused', { unused0: 'local-zfs:vm-100-disk-7', scsi0: 'local-lvm:x' }],
		['of a bound folder', { mp0: '/mnt/local-zfs:x,mp=/x', rootfs: 'local-lvm:x' }],
		['of a passed-through device', { scsi0: '/dev/disk/by-id/x' }],
	])('is not told %s', async (_what, disks) => {
		const [found] = await listed(rows, { ...storages(ZFS, THIN), ...config(disks) });
		expect(found).not.toHaveProperty('revertOnlyWhenNewest');
	});

	it('asks nothing of the guest where no storage is of that kind, or it has no snapshot', async () => {
		const [found] = await listed(rows, storages(THIN));
		expect(found).not.toHaveProperty('revertOnlyWhenNewest');
		expect(await listed([], storages(ZFS))).toEqual([]);
	});

	it.each([
		['sees no storage', data([])],
		['may not look', [403, { message: 'Permission check failed' }] as const],
	])('is told by the clone that can’t be made when the account %s', async (_what, answer) => {
		for (const [hasFeature, reason] of [
			[0, /as ZFS does/],
			[1, undefined],
		] as const) {
			const [found] = await listed(rows, {
				'GET /storage': answer,
				[`GET ${GUEST}/feature`]: ({ query }) => {
					expect(query).toEqual({ feature: 'copy', snapname: 'nightly-1' });
					return data({ hasFeature, nodes: ['pve1'] });
				},
			});
			if (reason === undefined) expect(found).not.toHaveProperty('revertOnlyWhenNewest');
			else expect(found?.revertOnlyWhenNewest).toMatch(reason);
		}
	});

	it('reads the storages once, and again after a failure', async () => {
		let tries = 0;
		const { driver, port } = fakeCluster({
			[`GET ${GUEST}/snapshot`]: data(rows),
			'GET /storage': () => ((tries += 1) === 1 ? died('oops') : data([THIN])),
		});
		await expect(driver.listSnapshots(web, signal)).rejects.toMatchObject({ code: 'TASK_FAILED' });
		await driver.listSnapshots(web, signal);
		await driver.listSnapshots(web, signal);
		expect(port.calls().filter((call) => call === 'GET /storage')).toHaveLength(2);
	});
});

describe('a description', () => {
	it.each(['', 'text', 'two\nlines', 'ends with a line end\n', '\n'])(
		'%j comes back as it was, with one line end more and with the note on quiescing',
		(text) => {
			for (const quiesced of [true, false]) {
				const written = writeDescription({ text, quiesced });
				const kept = written === '' ? '' : `${written}\n`;
				expect(readDescription(kept)).toEqual({ text, quiesced });
			}
		},
	);
});

it('a description that was taken and not kept is told as that', async () => {
	const { driver } = fakeCluster({
		[`GET ${GUEST}/snapshot`]: data([snapshotRow('nightly-1', { description: 'old\n' })]),
	});
	const [snapshot] = await driver.listSnapshots(web, signal);
	if (snapshot === undefined) throw new Error('It is not listed');
	const change = driver.updateSnapshot?.(web, snapshot, { description: '' }, signal);
	const error = await refusalOf(change ?? Promise.resolve());
	expect(error.code).toBe('TASK_FAILED');
	expect(error.message).toMatch(/nightly-1 of web-01.*did not keep/);
});
