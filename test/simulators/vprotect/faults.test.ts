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
	it('is named by the path below /api', async () => {
		const { client, simulator, vm, body } = await givenVm();
		simulator.fault(ON, { kind: 'dropAfter' });
		await expect(client.send('POST', PATH, body)).rejects.toThrow('hang up');
		expect(await client.snapshots(vm)).toHaveLength(1);
	});

	it('can be too many requests, in the server’s words', async () => {
		const { client, simulator } = await givenVm();
		simulator.fault('GET /tasks', { kind: 'tooManyRequests', retryAfterSeconds: 7 });
		expect(await client.send('GET', '/tasks')).toMatchObject({
			status: 429,
			body: { message: 'Too many requests' },
			headers: { 'retry-after': '7' },
		});
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
