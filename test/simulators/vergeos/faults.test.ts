import { comeToRest } from '../../support/clock';
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
	it('can lose the connection before the work', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropBefore' });
		await expect(client.send('POST', '/machine_snapshots', body)).rejects.toThrow('hang up');
		expect(await client.rows('machine_snapshots')).toEqual([]);
	});

	it('can lose the answer after the work', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropAfter' });
		await expect(client.send('POST', '/machine_snapshots', body)).rejects.toThrow('hang up');
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
	});

	it('can cut the JSON of the answer in half', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'malformed' });
		const answer = await client.send('POST', '/machine_snapshots', body);
		expect(answer.status).toBe(201);
		expect(answer.body).toMatch(/^\{"location":/);
		expect(await client.rows('machine_snapshots')).toHaveLength(1);
	});

	it('can be too many requests, for as many as told, with or without a hint', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('GET /vms', { kind: 'tooManyRequests', retryAfterSeconds: 7 }, 2);
		for (let times = 0; times < 2; times += 1) {
			const { status, headers } = await client.send('GET', '/vms');
			expect([status, headers['retry-after']]).toEqual([429, '7']);
		}
		expect((await client.send('GET', '/vms')).status).toBe(200);
		simulator.fault('GET /vms', { kind: 'tooManyRequests' });
		expect((await client.send('GET', '/vms')).headers['retry-after']).toBeUndefined();
	});

	it('can be a proxy’s page', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('* /vms', { kind: 'badGateway' });
		const { status, body, headers } = await client.send('GET', '/vms');
		expect([status, headers['content-type']]).toEqual([502, 'text/html']);
		expect(body).toContain('<html>');
	});

	it('can be any answer, on any request that a judge of one’s own picks', async () => {
		const { client, simulator, body } = await givenVm();
		const fault = { kind: 'answer', status: 507, body: { err: 'Storage full' } } as const;
		simulator.fault((seen) => JSON.stringify(seen.body).includes('"name":"s"'), fault);
		const refused = await client.send('POST', '/machine_snapshots', body);
		expect(refused).toMatchObject({ status: 507, body: { err: 'Storage full' } });
		expect((await client.send('POST', '/machine_snapshots', body)).status).toBe(201);
	});

	it('can hold an answer back by the clock', async () => {
		const { client, clock, simulator } = await givenVm();
		simulator.fault('GET /vms', { kind: 'delay', milliseconds: 60_000 });
		let answered = false;
		const answer = client.send('GET', '/vms').then(() => (answered = true));
		while (clock.sleepers() === 0) await comeToRest();
		expect(answered).toBe(false);
		await clock.advance(60_000);
		await answer;
		expect(answered).toBe(true);
	});

	it('can stall one request, or all, until the simulator is closed', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('GET /vms', { kind: 'stall' });
		const first = client.send('GET', '/vms').catch((error: Error) => error.message);
		while (simulator.count() === 0) await comeToRest();
		expect((await client.send('GET', '/vms')).status).toBe(200);
		simulator.stall();
		const second = client.send('GET', '/vms').catch((error: Error) => error.message);
		while (simulator.count() < 3) await comeToRest();
		await simulator.close();
		expect(await first).toContain('hang up');
		expect(await second).toContain('hang up');
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

	it('waits for its own request, and can be called off', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('DELETE /machine_snapshots/36', { kind: 'badGateway' });
		expect((await client.send('DELETE', '/machine_snapshots/3')).status).toBe(404);
		expect((await client.send('GET', '/machine_snapshots/36')).status).toBe(404);
		simulator.clearFaults();
		expect((await client.send('DELETE', '/machine_snapshots/36')).status).toBe(404);
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
