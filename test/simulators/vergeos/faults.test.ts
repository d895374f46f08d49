import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

async function givenVm(): Promise<Given & { body: { machine: number; name: string } }> {
	const given = await bench.given();
	const machine = given.simulator.machineKeyOf(given.simulator.addVm({ name: 'web-01' }));
	return { ...given, body: { machine, name: 's' } };
}

const ON = 'POST /machine_snapshots';

describe('a fault', () => {
	it('is named by the path below /api/v4, or by the whole path', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropAfter' });
		await expect(client.send('POST', '/machine_snapshots', body)).rejects.toThrow('hang up');
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
		simulator.fault('POST /api/sys/tokens', { kind: 'badGateway' });
		expect((await client.send('POST', '/api/sys/tokens', {})).status).toBe(502);
	});

	it('can be too many requests, in the system’s words', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('GET /vms', { kind: 'tooManyRequests', retryAfterSeconds: 7 });
		expect(await client.send('GET', '/vms')).toMatchObject({
			status: 429,
			body: { err: 'Too many requests' },
			headers: { 'retry-after': '7' },
		});
	});

	it('can make work that never ends: a system snapshot builds for ever', async () => {
		const { client, clock, simulator } = await givenVm();
		simulator.fault('POST /cloud_snapshots', { kind: 'neverSettles' });
		const key = await client.make('cloud_snapshots', { name: 's', expires_type: 'never' });
		await clock.advance(86_400_000);
		expect(await client.row(`cloud_snapshots/${key}`, 'status')).toEqual({ status: 'building' });
		const next = await client.make('cloud_snapshots', { name: 't' });
		expect(await client.row(`cloud_snapshots/${next}`, 'status')).toEqual({ status: 'normal' });
	});
});

describe('requests', () => {
	it('are written down and counted', async () => {
		const { client, simulator, body } = await givenVm();
		await client.rows('vms', { filter: "name eq 'web-01'", fields: 'name' });
		await client.send('POST', '/machine_snapshots', body);
		expect(simulator.requests).toEqual([
			{
				method: 'GET',
				path: '/api/v4/vms',
				query: "filter=name eq 'web-01'&fields=name",
				body: {},
			},
			{ method: 'POST', path: '/api/v4/machine_snapshots', query: '', body },
		]);
		expect([simulator.count(), simulator.count('GET'), simulator.count('POST', '/vms')]).toEqual([
			2, 1, 0,
		]);
		simulator.clearRequests();
		expect(simulator.count()).toBe(0);
	});
});

describe('a thousand VMs with ten thousand snapshots', () => {
	it('are made and listed in seconds', async () => {
		const { client, simulator } = await bench.given();
		const from = performance.now();
		simulator.grow(1000, 10);
		const fields = '$key,name,machine,snap_machine,created,expires,machine#$display as vm';
		const query = { fields, sort: '-created', limit: '0' };
		expect(await client.rows('machine_snapshots', query)).toHaveLength(10_000);
		const live = 'is_snapshot eq false and machine#status#running eq false';
		expect(await client.rows('vms', { fields: '$key,name,machine', filter: live })).toHaveLength(
			1000,
		);
		expect(performance.now() - from).toBeLessThan(10_000);
	});
});
