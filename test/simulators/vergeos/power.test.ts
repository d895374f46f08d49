import { givenSnapshotOn } from './givenSnapshot';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const givenSnapshot = givenSnapshotOn(bench);

const STATUS = 'machine#status#status as status,machine#status#running as running';

describe('power', () => {
	const durations = { vmStart: 3, vmShutdown: 8 };

	it('takes its time, by the clock', async () => {
		const { client, clock, web } = await givenSnapshot({ durations });
		const status = async () => (await client.row(`vms/${web}`, STATUS)).status;
		await client.act('vm', { vm: web, action: 'poweron' });
		expect(await status()).toBe('starting');
		await clock.advance(3000);
		expect(await status()).toBe('running');
		await client.act('vm', { vm: web, action: 'poweroff' });
		await clock.advance(7999);
		expect(await status()).toBe('stopping');
		await clock.advance(1);
		expect(await status()).toBe('stopped');
	});

	it('stays on where the guest ignores ACPI, until it is killed', async () => {
		const { client, clock, simulator } = await givenSnapshot({ durations });
		const vm = simulator.addVm({ name: 'stubborn', ignoresShutdown: true });
		await client.act('vm', { vm, action: 'poweroff' });
		await clock.advance(3_600_000);
		expect(await client.row(`vms/${vm}`, STATUS)).toEqual({ status: 'stopping', running: true });
		await client.act('vm', { vm, action: 'kill' });
		expect(await client.row(`vms/${vm}`, STATUS)).toEqual({ status: 'stopped', running: false });
	});

	it('is no column of the VM itself: without the join it reads as null', async () => {
		const { client, db } = await givenSnapshot();
		expect(await client.row(`vms/${db}`, `running,status,${STATUS}`)).toMatchObject({
			running: true,
			status: 'running',
		});
		expect(await client.row(`vms/${db}`, 'running')).toEqual({ running: null });
	});

	it('shows whether the guest agent is connected', async () => {
		const { client, simulator } = await givenSnapshot();
		for (const agent of ['connected', 'dead', 'none'] as const) {
			simulator.addVm({ name: agent, agent });
		}
		const fields = 'name,guest_agent,machine#status#agent_version as agent';
		const filter = "name eq 'connected' or name eq 'dead' or name eq 'none'";
		expect(await client.rows('vms', { fields, filter })).toEqual([
			{ name: 'connected', guest_agent: true, agent: '8.2.0' },
			{ name: 'dead', guest_agent: true, agent: '' },
			{ name: 'none', guest_agent: false, agent: '' },
		]);
	});
});

describe('a VM that somebody else holds', () => {
	it('refuses snapshots, restore, power and delete, and is still read and cloned', async () => {
		const { client, simulator, web, snapshot, frozen } = await givenSnapshot();
		simulator.lock({ level: 'vm', id: web }, 'nightly-backup');
		const machine = simulator.machineKeyOf(web);
		const refused = [
			await client.send('POST', '/machine_snapshots', { machine, name: 'later' }),
			await client.send('DELETE', `/machine_snapshots/${snapshot}`),
			await client.act('vm', { vm: frozen, action: 'restore' }),
			await client.act('vm', { vm: web, action: 'poweron' }),
		];
		for (const answer of refused) {
			expect(answer).toMatchObject({
				status: 409,
				body: { err: 'Resource busy: locked by nightly-backup' },
			});
		}
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
		const copy = { vm: frozen, action: 'clone', params: { name: 'copy' } };
		expect((await client.act('vm', copy)).status).toBe(200);
		simulator.unlock({ level: 'vm', id: web });
		expect((await client.send('DELETE', `/machine_snapshots/${snapshot}`)).status).toBe(200);
	});
});
