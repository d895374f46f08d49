import { takeSnapshot, TestBench, WEB } from './testBench';
import { TestClient } from './testClient';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CT = '/nodes/pve1/lxc/100';

describe('the configuration of a VM', () => {
	it('is as Proxmox writes it', async () => {
		const { client } = await bench.givenWeb({}, { agent: 'running', tags: ['a', 'b'] });
		expect(await client.get(`${WEB}/config`)).toMatchObject({
			name: 'web-01',
			net0: expect.stringMatching(/^virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0,firewall=1$/),
			scsi0: 'local-lvm:vm-100-disk-0,iothread=1,size=32G',
			ide2: 'none,media=cdrom',
			smbios1: expect.stringMatching(/^uuid=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
			vmgenid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
			agent: '1',
			tags: 'a;b',
			cores: 2,
			memory: '4096',
			digest: expect.stringMatching(/^[0-9a-f]{40}$/),
		});
	});

	it('names files where the storage has files', async () => {
		const { client } = await bench.givenWeb({ storages: [{ name: 'local', driver: 'dir-qcow2' }] });
		expect((await client.get(`${WEB}/config`)).scsi0).toMatch(/^local:100\/vm-100-disk-0\.qcow2,/);
	});

	it('unplugs a network card, and tells a change in between by the digest', async () => {
		const { client, simulator } = await bench.givenWeb();
		const { net0, digest } = await client.get(`${WEB}/config`);
		const fields = { net0: `${String(net0)},link_down=1`, digest: String(digest) };
		expect(simulator.network(100).connected).toBe(true);
		expect(await client.data('PUT', `${WEB}/config`, fields)).toBeNull();
		expect(simulator.network(100)).toEqual({
			connected: false,
			addresses: [expect.stringMatching(/^BC:24:11:/)],
		});
		const again = await client.send('PUT', `${WEB}/config`, fields);
		expect(again.statusMessage).toBe(
			'detected modified configuration - file changed by other user? Try again.',
		);
	});

	it('can be changed by a task, too', async () => {
		const { client, simulator } = await bench.givenWeb({}, { tags: ['a'] });
		await client.data('PUT', `${WEB}/config`, { tags: 'web,prod;a web' });
		expect(simulator.guest(100).config.tags).toBe('a;prod;web');
		expect(await client.task('POST', `${WEB}/config`, { delete: 'tags' })).toBe('OK');
		expect(simulator.guest(100).config).not.toHaveProperty('tags');
	});

	it('of a locked VM is changed by root with a password alone, who can take the lock away', async () => {
		const { client, simulator } = await bench.givenWeb();
		simulator.lock(100, 'snapshot-delete');
		const refused = await client.send('PUT', `${WEB}/config`, { cores: 4 });
		expect(refused.statusMessage).toBe('VM is locked (snapshot-delete)');
		const fields = { delete: 'lock', skiplock: 1 };
		expect((await client.send('PUT', `${WEB}/config`, fields)).body).toMatchObject({
			errors: { skiplock: 'Only root may use this option.' },
		});
		const { username, password } = simulator.credentials;
		const anonymous = new TestClient(simulator, {});
		const login = (await anonymous.data('POST', '/access/ticket', { username, password })) as {
			readonly ticket: string;
			readonly CSRFPreventionToken: string;
		};
		const root = new TestClient(simulator, {
			cookie: `PVEAuthCookie=${encodeURIComponent(login.ticket)}`,
			csrfpreventiontoken: login.CSRFPreventionToken,
		});
		expect(await root.data('PUT', `${WEB}/config`, fields)).toBeNull();
		expect(simulator.guest(100).lock).toBeUndefined();
	});
});

describe('the power of a VM', () => {
	it.each([
		['stop', 'stopped', 'qmstop'],
		['shutdown', 'stopped', 'qmshutdown'],
		['reboot', 'running', 'qmreboot'],
		['reset', 'running', 'qmreset'],
	])('is switched by %s', async (action, status, type) => {
		const { client, simulator } = await bench.givenWeb();
		const upid = String(await client.data('POST', `${WEB}/status/${action}`));
		expect(upid).toContain(`:${type}:100:`);
		expect(await client.outcome(upid)).toBe('OK');
		expect(simulator.powerOf(100)).toBe(status);
	});

	it('is still on while it is paused', async () => {
		const { client } = await bench.givenWeb();
		await client.task('POST', `${WEB}/status/suspend`);
		const status = { status: 'running', qmpstatus: 'paused' };
		expect(await client.get(`${WEB}/status/current`)).toMatchObject(status);
		await client.task('POST', `${WEB}/status/resume`);
		expect(await client.get(`${WEB}/status/current`)).toMatchObject({ qmpstatus: 'running' });
	});

	it('that is on already is refused: in the task, or at once by older releases', async () => {
		const { client, simulator } = await bench.givenWeb();
		expect(await client.task('POST', `${WEB}/status/start`)).toBe('VM 100 already running');
		simulator.quirks.startRunning = 'refused';
		expect((await client.send('POST', `${WEB}/status/start`)).status).toBe(500);
	});

	it('stays on when the guest ignores a shutdown, unless it is forced', async () => {
		const { client, simulator } = await bench.givenWeb({}, { ignoresShutdown: true });
		const path = `${WEB}/status/shutdown`;
		expect(await client.task('POST', path)).toBe('VM quit/powerdown failed - got timeout');
		expect(simulator.powerOf(100)).toBe('running');
		expect(await client.task('POST', path, { forceStop: 1 })).toBe('OK');
		expect(simulator.powerOf(100)).toBe('stopped');
	});

	it('is the HA manager’s to switch, who takes the order and acts later', async () => {
		const { client, clock, simulator } = await bench.givenWeb(
			{ durations: { haReaction: 10 } },
			{ ha: true },
		);
		const upid = String(await client.data('POST', `${WEB}/status/stop`));
		expect(upid).toContain(':hastop:100:');
		expect(await client.outcome(upid)).toBe('OK');
		expect(simulator.powerOf(100)).toBe('running');
		await clock.advance(10_000);
		expect(simulator.powerOf(100)).toBe('stopped');
	});
});

describe('a guest', () => {
	it('whose file some worker holds is not changed: tasks fail, and calls at once', async () => {
		const { client, simulator } = await bench.givenWeb();
		await takeSnapshot(client, 'a1');
		simulator.holdFile(100);
		const told = "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout";
		for (const [method, path, fields] of [
			['POST', `${WEB}/snapshot`, { snapname: 'b2' }],
			['POST', `${WEB}/snapshot/a1/rollback`, {}],
			['DELETE', `${WEB}/snapshot/a1`, {}],
			['POST', `${WEB}/status/stop`, {}],
		] as const) {
			expect(await client.task(method, path, fields)).toBe(told);
		}
		const fields = { description: 'x' };
		for (const path of [`${WEB}/config`, `${WEB}/snapshot/a1/config`]) {
			expect((await client.send('PUT', path, fields)).statusMessage).toBe(told);
		}
		simulator.releaseFile(100);
		expect(await client.task('DELETE', `${WEB}/snapshot/a1`)).toBe('OK');
	});

	it('is destroyed by a task with its disks, but not while it runs', async () => {
		const { client, simulator } = await bench.givenWeb();
		const refused = await client.send('DELETE', WEB, { purge: 1 });
		expect(refused.statusMessage).toBe('VM 100 is running - destroy failed');
		simulator.setPower(100, 'stopped');
		expect(await client.task('DELETE', WEB, { purge: 1 })).toBe('OK');
		expect(simulator.world.volumes.all.size).toBe(0);
		expect((await client.send('GET', `${WEB}/status/current`)).status).toBe(500);
	});

	it('of the other kind is not there', async () => {
		const { client } = await bench.givenWeb();
		expect((await client.send('GET', `${CT}/config`)).statusMessage).toBe(
			"Configuration file 'nodes/pve1/lxc/100.conf' does not exist",
		);
		expect(await client.list('/nodes/pve1/lxc')).toEqual([]);
		expect(await client.list('/nodes/pve1/qemu')).toMatchObject([{ vmid: 100, name: 'web-01' }]);
	});

	it('may have disks that nobody takes a snapshot of: CD drives', async () => {
		const { client, simulator } = await bench.givenWeb(
			{},
			{ config: { ide2: 'local:iso/debian.iso,media=cdrom' } },
		);
		expect(await takeSnapshot(client, 'a1')).toBe('OK');
		expect(simulator.storageSnapshotsOf(100)).toEqual({ 'local-lvm:vm-100-disk-0': ['a1'] });
	});
});
