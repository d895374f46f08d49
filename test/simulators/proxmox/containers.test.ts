import type { GuestSpec, ProxmoxOptions } from './index';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const CT = '/nodes/pve1/lxc/100';

/** A running container `ct-01` with the id 100. */
const givenContainer = async (
	options: ProxmoxOptions = {},
	spec: Partial<GuestSpec> = {},
): Promise<Given> => await bench.givenWeb(options, { name: 'ct-01', type: 'lxc', ...spec });

describe('a container', () => {
	it('has snapshots without RAM, frozen by the system itself', async () => {
		const { client, simulator } = await givenContainer();
		const upid = String(await client.data('POST', `${CT}/snapshot`, { snapname: 'a1' }));
		expect(upid).toContain(':vzsnapshot:100:');
		expect(await client.snapshots(CT)).toEqual([
			{ name: 'a1', snaptime: expect.any(Number), description: '' },
		]);
		expect(simulator.freezesOf(100)).toBe(1);
		const refused = await client.send('POST', `${CT}/snapshot`, { snapname: 'b2', vmstate: 1 });
		expect(refused.body).toMatchObject({ errors: { vmstate: expect.stringContaining('schema') } });
	});

	it('calls itself CT in its messages, and knows a reserved name of its own', async () => {
		const { client, simulator } = await givenContainer();
		const vzdump = await client.send('POST', `${CT}/snapshot`, { snapname: 'vzdump' });
		expect(vzdump.statusMessage).toBe("unable to use snapshot name 'vzdump' (reserved name)");
		simulator.lock(100);
		expect(await client.task('POST', `${CT}/snapshot`, { snapname: 'a1' })).toBe(
			'CT is locked (backup)',
		);
	});

	it('is killed by a rollback, and started when told', async () => {
		const { client, simulator } = await givenContainer();
		await client.task('POST', `${CT}/snapshot`, { snapname: 'a1' });
		simulator.write(100, 'after');
		const path = `${CT}/snapshot/a1/rollback`;
		const upid = String(await client.data('POST', path));
		expect(upid).toContain(':vzrollback:');
		expect([simulator.read(100), simulator.powerOf(100)]).toEqual(['before', 'stopped']);
		expect(await client.task('POST', path, { start: 1 })).toBe('OK');
		expect(simulator.powerOf(100)).toBe('running');
		const removal = String(await client.data('DELETE', `${CT}/snapshot/a1`));
		expect(removal).toContain(':vzdelsnapshot:');
	});

	it('is cloned by a host name, while it holds `disk` and the new one `create`', async () => {
		const { client, clock, simulator } = await givenContainer({ durations: { clone: 5 } });
		simulator.addSnapshot(100, { name: 'a1' });
		const fields = { newid: 105, snapname: 'a1', full: 1, hostname: 'copy-01' };
		const upid = String(await client.data('POST', `${CT}/clone`, fields));
		expect(upid).toContain(':vzclone:');
		expect([simulator.guest(100).lock, simulator.guest(105).lock]).toEqual(['disk', 'create']);
		await clock.advance(5000);
		expect([simulator.guest(100).lock, simulator.guest(105).lock]).toEqual([undefined, undefined]);
		const made = await client.get('/nodes/pve1/lxc/105/config');
		const source = await client.get(`${CT}/config`);
		expect(made).toMatchObject({
			hostname: 'copy-01',
			rootfs: expect.stringMatching(/^local-lvm:vm-105-disk-0,/),
			net0: expect.stringMatching(/hwaddr=BC:24:11:/),
		});
		expect(made.net0).not.toBe(source.net0);
		expect((await client.send('POST', `${CT}/clone`, { newid: 106, name: 'x' })).status).toBe(400);
	});

	it('that runs is cloned in full out of a snapshot alone, even on ZFS', async () => {
		const { client } = await givenContainer({ storages: [{ name: 'tank', driver: 'zfspool' }] });
		expect((await client.send('POST', `${CT}/clone`, { newid: 105 })).statusMessage).toBe(
			'Full clone of a running container is only possible from a snapshot',
		);
		await client.task('POST', `${CT}/snapshot`, { snapname: 'a1' });
		const fields = { newid: 105, snapname: 'a1' };
		expect(await client.task('POST', `${CT}/clone`, fields)).toBe('OK');
		const linked = await client.send('POST', `${CT}/clone`, { ...fields, newid: 106, full: 0 });
		expect(linked.statusMessage).toMatch(/^Linked clone feature is not supported/);
	});

	it('with a directory of the host can’t be snapshotted', async () => {
		const { client } = await givenContainer({}, { config: { mp0: '/mnt/data,mp=/data' } });
		expect(await client.task('POST', `${CT}/snapshot`, { snapname: 'a1' })).toBe(
			'snapshot feature is not available',
		);
	});

	it('that is off is not stopped, and one that is on is not started', async () => {
		const { client } = await givenContainer();
		const start = await client.send('POST', `${CT}/status/start`);
		expect(start.statusMessage).toBe('CT 100 already running');
		await client.task('POST', `${CT}/status/stop`);
		const stop = await client.send('POST', `${CT}/status/stop`);
		expect(stop.statusMessage).toBe('CT 100 not running');
		const status = await client.get(`${CT}/status/current`);
		expect(status).toMatchObject({ type: 'lxc', status: 'stopped', name: 'ct-01' });
		expect(status).not.toHaveProperty('qmpstatus');
	});

	it('has a network that can be unplugged', async () => {
		const { client, simulator } = await givenContainer();
		const { net0 } = await client.get(`${CT}/config`);
		await client.data('PUT', `${CT}/config`, { net0: `${String(net0)},link_down=1` });
		expect(simulator.network(100).connected).toBe(false);
	});
});
