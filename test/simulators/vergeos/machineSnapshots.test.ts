import { NOW_SECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const FROZEN = '$key,name,machine,is_snapshot';

async function givenVms(
	options: Parameters<TestBench['given']>[0] = {},
): Promise<Given & { web: number; db: number; machine: number }> {
	const given = await bench.given(options);
	const { simulator } = given;
	const web = simulator.addVm({ name: 'web-01', agent: 'connected', disk: 'before' });
	const db = simulator.addVm({ name: 'db-01', disk: 'orders' });
	simulator.addVm({ name: 'old', running: false, agent: 'dead' });
	return { ...given, web, db, machine: simulator.machineKeyOf(web) };
}

describe('a VM snapshot', () => {
	it('is answered by a receipt with a key as text, and can be read at once', async () => {
		const { client, machine } = await givenVms();
		const body = { machine, name: 's', expires_type: 'never', expires: 0, created_manually: true };
		const { status, body: receipt } = await client.send('POST', '/machine_snapshots', body);
		expect(status).toBe(201);
		expect(receipt).toEqual({
			location: '/v4/machine_snapshots/36',
			dbpath: 'machine_snapshots/36',
			$row: 36,
			$key: '36',
		});
		const fields = '$key,name,machine,expires,created,created_manually,machine#$display as vm';
		expect(await client.row('machine_snapshots/36', fields)).toEqual({
			$key: 36,
			name: 's',
			machine,
			expires: 0,
			created: NOW_SECONDS,
			created_manually: true,
			vm: 'web-01',
		});
	});

	it('is a machine and a VM of its own, whose number is that of a stranger among the machines', async () => {
		const { client, machine, web, db } = await givenVms();
		const key = await client.make('machine_snapshots', { machine, name: 's' });
		const { snap_machine } = await client.row(`machine_snapshots/${key}`, 'snap_machine');
		const filter = `machine eq ${String(snap_machine)} and is_snapshot eq true`;
		const [frozen] = await client.rows('vms', { filter, fields: FROZEN });
		expect(frozen).toMatchObject({ name: 'web-01', is_snapshot: true });
		expect(frozen?.$key).not.toBe(snap_machine);
		expect(snap_machine).toBe(db);
		expect(await client.rows('vms', { filter: 'is_snapshot eq false' })).toHaveLength(3);
		expect(web).not.toBe(machine);
	});

	it('lives for 72 hours if nobody says otherwise, whatever `retention` says', async () => {
		const { client, machine } = await givenVms();
		const key = await client.make('machine_snapshots', { machine, name: 's', retention: 0 });
		expect(await client.row(`machine_snapshots/${key}`, 'expires,expires_type,retention')).toEqual({
			expires: NOW_SECONDS + 259_200,
			retention: null,
		});
	});

	it('drops what no column is called, and refuses what is read-only', async () => {
		const { client, machine } = await givenVms();
		const key = await client.make('machine_snapshots', { machine, name: 's', nonsense: 1 });
		const path = `/machine_snapshots/${key}`;
		expect(await client.send('PUT', path, { nonsense: 2 })).toMatchObject({
			status: 200,
			body: {},
		});
		expect(await client.send('PUT', path, { quiesced: true })).toMatchObject({
			status: 422,
			body: { err: "field 'quiesced' is readonly" },
		});
	});

	it('changes its expiry, its description and its name', async () => {
		const { client, machine } = await givenVms();
		const key = await client.make('machine_snapshots', { machine, name: 's' });
		const change = async (body: unknown) =>
			await client.send('PUT', `/machine_snapshots/${key}`, body);
		await change({ expires_type: 'never', description: 'kept' });
		const fields = 'name,description,expires';
		expect(await client.row(`machine_snapshots/${key}`, fields)).toEqual({
			name: 's',
			description: 'kept',
			expires: 0,
		});
		await change({ expires_type: 'date', expires: NOW_SECONDS + 60, name: 't' });
		expect(await client.row(`machine_snapshots/${key}`, fields)).toMatchObject({
			name: 't',
			expires: NOW_SECONDS + 60,
		});
	});

	it('is gone for good once it is deleted, with its frozen copy', async () => {
		const { client, machine } = await givenVms();
		const key = await client.make('machine_snapshots', { machine, name: 's' });
		const gone = await client.send('DELETE', `/machine_snapshots/${key}`);
		expect(gone).toMatchObject({ status: 200, body: '' });
		expect(await client.rows('vms', { filter: 'is_snapshot eq true' })).toEqual([]);
		expect(await client.send('DELETE', `/machine_snapshots/${key}`)).toMatchObject({
			status: 404,
			body: { err: `Resource '/v4/machine_snapshots/${key}' not found during delete` },
		});
	});

	it.each([
		['a taken name', (machine: number) => ({ machine, name: 'taken' }), 409, 'already exists'],
		['no name', (machine: number) => ({ machine }), 422, 'Name is a required parameter'],
		['an empty name', (machine: number) => ({ machine, name: '' }), 422, "'name'"],
		['a long name', (machine: number) => ({ machine, name: 'x'.repeat(129) }), 422, "'name'"],
		['no machine', () => ({ name: 's' }), 422, 'Machine is a required parameter'],
		[
			'a machine that is not there',
			() => ({ machine: 9999, name: 's' }),
			404,
			"error setting field 'machine': No such file or directory",
		],
	])('is refused with %s', async (_what, body, status, text) => {
		const { client, machine } = await givenVms();
		await client.make('machine_snapshots', { machine, name: 'taken' });
		const answer = await client.send('POST', '/machine_snapshots', body(machine));
		expect(answer.status).toBe(status);
		expect(JSON.stringify(answer.body)).toContain(text);
	});

	it('may have the name of another VM’s snapshot, unless names are unique everywhere', async () => {
		const { client, simulator, machine, db } = await givenVms();
		await client.make('machine_snapshots', { machine, name: 's' });
		const body = { machine: simulator.machineKeyOf(db), name: 's' };
		await client.make('machine_snapshots', body);
		simulator.quirks.snapshotNamesUnique = 'everywhere';
		expect((await client.send('POST', '/machine_snapshots', body)).status).toBe(409);
	});

	it('is quiesced where the agent answers or nothing runs, and says so where not', async () => {
		const { client, simulator } = await givenVms();
		simulator.addVm({ name: 'stuck', agent: 'frozen' });
		const outcome = async (name: string): Promise<unknown> => {
			const machine = simulator.machineKeyOf(simulator.keyOf('vm', name));
			const body = { machine, name: 's', quiesce: true };
			const key = await client.make('machine_snapshots', body);
			return (await client.row(`machine_snapshots/${key}`, 'quiesced,quiesce')).quiesced;
		};
		expect(await outcome('web-01')).toBe(true);
		expect(await outcome('db-01')).toBe(false);
		expect(await outcome('old')).toBe(true);
		expect(await outcome('stuck')).toBe(false);
	});

	it('can be refused instead where the agent is missing', async () => {
		const { client, simulator, db } = await givenVms();
		simulator.quirks.quiesceWithoutAgent = { status: 422, text: 'Guest agent not connected' };
		const machine = simulator.machineKeyOf(db);
		const body = { machine, name: 's', quiesce: true };
		expect(await client.send('POST', '/machine_snapshots', body)).toMatchObject({
			status: 422,
			body: { err: 'Guest agent not connected' },
		});
		expect(await client.rows('machine_snapshots')).toEqual([]);
	});
});
