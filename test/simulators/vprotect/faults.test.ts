import { comeToRest } from '../../support/clock';
import { TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenVm extends Given {
	readonly vm: string;
	readonly body: unknown;
}

async function givenVm(): Promise<GivenVm> {
	const given = await bench.given();
	given.simulator.addPolicy({ name: 'Daily' });
	const vm = given.simulator.addVm({ name: 'web-01', policy: 'Daily' });
	const rule = { guid: given.simulator.ruleOf('Daily') };
	return { ...given, vm, body: { priority: 50, protectedEntities: [{ guid: vm }], rule } };
}

const PATH = '/tasks/vm-snapshot';
const ON = `POST ${PATH}`;

describe('a fault', () => {
	it('can lose the connection before the work', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropBefore' });
		await expect(client.send('POST', PATH, body)).rejects.toThrow('hang up');
		expect(await client.list('/tasks')).toEqual([]);
	});

	it('can lose the answer after the work', async () => {
		const { client, simulator, vm, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropAfter' });
		await expect(client.send('POST', PATH, body)).rejects.toThrow('hang up');
		expect(await client.snapshots(vm)).toHaveLength(1);
	});

	it('can cut the JSON of the answer in half', async () => {
		const { client, simulator, vm, body } = await givenVm();
		simulator.fault(ON, { kind: 'malformed' });
		const answer = await client.send('POST', PATH, body);
		expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
		expect(answer.body).toMatch(/^\[\{"guid":/);
		expect(await client.snapshots(vm)).toHaveLength(1);
	});

	it('can be too many requests, for as many as told, with or without a hint', async () => {
		const { client, simulator } = await givenVm();
		const on = 'GET /virtual-machines';
		simulator.fault(on, { kind: 'tooManyRequests', retryAfterSeconds: 7 }, 2);
		for (let times = 0; times < 2; times += 1) {
			const { status, headers } = await client.send('GET', '/virtual-machines');
			expect([status, headers['retry-after']]).toEqual([429, '7']);
		}
		simulator.fault(on, { kind: 'tooManyRequests' });
		const { headers } = await client.send('GET', '/virtual-machines');
		expect(headers['retry-after']).toBeUndefined();
		expect((await client.send('GET', '/virtual-machines')).status).toBe(200);
	});

	it('can be a proxy’s page, or any answer on requests that a judge of one’s own picks', async () => {
		const { client, simulator, vm, body } = await givenVm();
		simulator.fault('* /virtual-machines', { kind: 'badGateway' });
		const { status, headers } = await client.send('GET', `/virtual-machines/${vm}`);
		expect([status, headers['content-type']]).toEqual([502, 'text/html']);
		const fault = { kind: 'answer', status: 507, body: { message: 'Full' } } as const;
		simulator.fault((seen) => JSON.stringify(seen.body).includes(vm), fault);
		expect(await client.send('POST', PATH, body)).toMatchObject({ status: 507 });
		expect((await client.send('POST', PATH, body)).status).toBe(200);
	});

	it('can hold an answer back by the clock', async () => {
		const { client, clock, simulator } = await givenVm();
		simulator.fault('GET /tasks', { kind: 'delay', milliseconds: 60_000 });
		let answered = false;
		const answer = client.send('GET', '/tasks').then(() => (answered = true));
		while (clock.sleepers() === 0) await comeToRest();
		expect(answered).toBe(false);
		await clock.advance(60_000);
		await answer;
		expect(answered).toBe(true);
	});

	it('can stall one request, or all, until the simulator is closed', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('GET /tasks', { kind: 'stall' });
		const first = client.send('GET', '/tasks').catch((error: Error) => error.message);
		while (simulator.count() === 0) await comeToRest();
		expect((await client.send('GET', '/tasks')).status).toBe(200);
		simulator.stall();
		const second = client.send('GET', '/tasks').catch((error: Error) => error.message);
		while (simulator.count() < 3) await comeToRest();
		await simulator.close();
		expect(await first).toContain('hang up');
		expect(await second).toContain('hang up');
	});

	it('can make a task that never ends', async () => {
		const { client, clock, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'neverSettles' });
		await client.send('POST', PATH, body);
		await clock.advance(7 * 86_400_000);
		expect(await client.list('/tasks')).toMatchObject([{ state: { name: 'RUNNING' } }]);
		await client.send('POST', PATH, body);
		const states = (await client.list('/tasks')).map(({ state }) => state);
		expect(states).toMatchObject([{ name: 'RUNNING' }, { name: 'FINISHED' }]);
	});

	it('waits for its own request, and can be called off', async () => {
		const { client, simulator, body } = await givenVm();
		simulator.fault(ON, { kind: 'badGateway' });
		expect((await client.send('GET', '/tasks')).status).toBe(200);
		simulator.clearFaults();
		expect((await client.send('POST', PATH, body)).status).toBe(200);
	});
});

describe('requests', () => {
	it('are written down and counted', async () => {
		const { client, simulator, vm, body } = await givenVm();
		await client.snapshots(vm);
		await client.send('POST', PATH, body);
		expect(simulator.requests).toEqual([
			{ method: 'GET', path: '/api/snapshots', query: `protected-entity=${vm}`, body: {} },
			{ method: 'POST', path: `/api${PATH}`, query: '', body },
		]);
		expect([
			simulator.count(),
			simulator.count('GET'),
			simulator.count('POST', '/tasks'),
			simulator.count('GET', '/tasks'),
		]).toEqual([2, 1, 1, 0]);
		simulator.clearRequests();
		expect(simulator.count()).toBe(0);
	});
});

describe('a thousand VMs with ten thousand snapshots', () => {
	it('are made and listed in seconds, and all snapshotted by one policy', async () => {
		const { client, simulator, clock } = await bench.given({ durations: { snapshot: 5 } });
		const from = performance.now();
		simulator.grow(1000, 10);
		const vms = await client.list('/virtual-machines');
		expect(vms).toHaveLength(1000);
		const order = {
			protectedEntities: vms.map(({ guid }) => ({ guid })),
			rule: { guid: simulator.ruleOf('more') },
		};
		await client.done('POST', PATH, order);
		await clock.advance(2500 * 1000);
		expect(await client.list('/tasks?state=FINISHED')).toHaveLength(1000);
		expect(await client.snapshots(String(vms[999]?.guid))).toHaveLength(11);
		expect(performance.now() - from).toBeLessThan(10_000);
	});
});
