import type { VprotectOptions } from './index';
import { NOW_MILLISECONDS, TestBench, type Given } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

interface GivenVms extends Given {
	readonly vms: readonly string[];
	readonly rule: string;
	readonly order: (vm: number, priority?: number) => Promise<string>;
	readonly stateOf: (task: string) => Promise<string>;
	readonly states: () => Promise<string[]>;
}

const nameOf = (enumeration: unknown): string => (enumeration as { name: string }).name;

/** Six VMs on two hypervisors: the even ones on `even`. */
async function givenVms(options: VprotectOptions = {}): Promise<GivenVms> {
	const given = await bench.given({ durations: { snapshot: 10 }, ...options });
	const { client, simulator } = given;
	simulator.addHypervisor({ name: 'even', platform: 'citrix' });
	simulator.addHypervisor({ name: 'odd', platform: 'proxmox' });
	simulator.addPolicy({ name: 'Daily' });
	const vms = [0, 1, 2, 3, 4, 5].map((number) => {
		const hypervisor = number % 2 === 0 ? 'even' : 'odd';
		return simulator.addVm({ name: `vm-${number}`, hypervisor, policy: 'Daily' });
	});
	const rule = simulator.ruleOf('Daily');
	return {
		...given,
		vms,
		rule,
		order: async (vm, priority) => await client.orderSnapshot(vms[vm] ?? '', rule, priority),
		stateOf: async (task) => nameOf((await client.get(`/tasks/${task}`)).state),
		states: async () => (await client.list('/tasks')).map(({ state }) => nameOf(state)),
	};
}

describe('the queue', () => {
	it('runs some at once, and two on one hypervisor at most', async () => {
		const { clock, order, states } = await givenVms({ limits: { threads: 3 } });
		for (const vm of [0, 2, 4, 1, 3]) await order(vm);
		expect(await states()).toEqual(['RUNNING', 'RUNNING', 'QUEUED', 'RUNNING', 'QUEUED']);
		await clock.advance(10_000);
		expect(await states()).toEqual(['FINISHED', 'FINISHED', 'RUNNING', 'FINISHED', 'RUNNING']);
		await clock.advance(10_000);
		expect(new Set(await states())).toEqual(new Set(['FINISHED']));
	});

	it('takes the higher priority first, and then the older task', async () => {
		const { clock, order, states } = await givenVms({ limits: { threads: 1 } });
		for (const [vm, priority] of [[0], [1, 50], [2, 90], [3, 90], [4, 10]] as const) {
			await order(vm, priority);
		}
		const running: number[] = [];
		for (let step = 0; step < 5; step += 1) {
			running.push((await states()).indexOf('RUNNING'));
			await clock.advance(10_000);
		}
		expect(running).toEqual([0, 2, 3, 1, 4]);
	});

	it('shows how far a task is, and when it began and ended', async () => {
		const { client, clock, order } = await givenVms();
		const task = await order(0);
		await client.get(`/tasks/${task}`);
		await clock.advance(4000);
		const running = { progress: 40, startTime: NOW_MILLISECONDS, finishTime: null };
		expect(await client.get(`/tasks/${task}`)).toMatchObject(running);
		await clock.advance(60_000);
		const finished = { progress: 100, finishTime: NOW_MILLISECONDS + 10_000 };
		expect(await client.get(`/tasks/${task}`)).toMatchObject(finished);
	});

	it('fails what could not start inside its window, with the reason', async () => {
		const { client, clock, simulator, order } = await givenVms({
			quirks: { onDemandWindowSeconds: 60 },
		});
		simulator.holdQueue();
		const task = await order(0);
		await clock.advance(59_000);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			state: { name: 'QUEUED' },
			windowStart: NOW_MILLISECONDS,
			windowEnd: NOW_MILLISECONDS + 60_000,
		});
		await clock.advance(1000);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			state: { name: 'FAILED' },
			message: 'The task could not be started inside its start window',
			startTime: null,
			finishTime: NOW_MILLISECONDS + 60_000,
		});
	});

	it('may cancel it instead, and waits for ever where there is no window', async () => {
		const { clock, simulator, order, stateOf } = await givenVms({
			quirks: { onDemandWindowSeconds: 60, windowMissed: 'CANCELLED' },
		});
		simulator.holdQueue();
		const first = await order(0);
		simulator.quirks.onDemandWindowSeconds = null;
		const second = await order(1);
		await clock.advance(86_400_000);
		expect([await stateOf(first), await stateOf(second)]).toEqual(['CANCELLED', 'QUEUED']);
		simulator.releaseQueue();
		expect(await stateOf(second)).toBe('RUNNING');
	});

	it('starts in time what a thread became free for inside the window', async () => {
		const { clock, order, stateOf } = await givenVms({
			limits: { threads: 1 },
			quirks: { onDemandWindowSeconds: 15 },
		});
		const [, second, third] = [await order(0), await order(1), await order(2)];
		await clock.advance(3_600_000);
		expect([await stateOf(second), await stateOf(third)]).toEqual(['FINISHED', 'FAILED']);
	});
});

describe('a task', () => {
	it('fails with the message of what went wrong', async () => {
		const { client, clock, simulator, vms, order } = await givenVms();
		simulator.failTasks('Datastore is full', { vm: vms[0] });
		const task = await order(0);
		await client.get(`/tasks/${task}`);
		await clock.advance(10_000);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({
			state: { name: 'FAILED' },
			message: 'Datastore is full',
		});
		expect(await client.snapshots(vms[0] ?? '')).toEqual([]);
	});

	it('tells its message in another field, or in none', async () => {
		const { client, simulator, order } = await givenVms({ durations: {} });
		simulator.failTasks('Datastore is full');
		const task = await order(0);
		simulator.quirks.taskMessageField = 'statusInfo';
		expect(await client.get(`/tasks/${task}`)).toMatchObject({ statusInfo: 'Datastore is full' });
		simulator.quirks.taskMessageField = null;
		expect(JSON.stringify(await client.get(`/tasks/${task}`))).not.toContain('Datastore');
	});

	it('is tried again as often as its policy says', async () => {
		const { client, simulator } = await givenVms({ durations: {} });
		simulator.addPolicy({ name: 'Stubborn', retryCount: 2 });
		const vm = simulator.addVm({ name: 'web-01', policy: 'Stubborn' });
		const rule = simulator.ruleOf('Stubborn');
		simulator.failTasks('Busy', { times: 5 });
		const task = await client.orderSnapshot(vm, rule);
		expect(await client.get(`/tasks/${task}`)).toMatchObject({ state: { name: 'FAILED' } });
		const again = await client.orderSnapshot(vm, rule);
		expect(await client.get(`/tasks/${again}`)).toMatchObject({ state: { name: 'FINISHED' } });
	});

	it('that is queued or running can be cancelled, and makes no snapshot then', async () => {
		const { client, clock, vms, order, stateOf } = await givenVms({ limits: { threads: 1 } });
		const tasks = [await order(0), await order(1)];
		const body = { state: { name: 'CANCELLED' } };
		for (const task of tasks) {
			expect(await client.done('PUT', `/tasks/${task}/state`, body)).toMatchObject({
				state: { name: 'CANCELLED' },
			});
		}
		await clock.advance(60_000);
		expect(await Promise.all(tasks.map(stateOf))).toEqual(['CANCELLED', 'CANCELLED']);
		expect(await client.snapshots(vms[0] ?? '')).toEqual([]);
		expect(await client.send('PUT', `/tasks/${tasks[0]}/state`, body)).toMatchObject({
			status: 400,
			body: { message: `Task ${tasks[0]} is over` },
		});
	});

	it('that is deleted is cancelled first, and gone the second time', async () => {
		const { client, order, stateOf } = await givenVms();
		const task = await order(0);
		expect((await client.send('DELETE', `/tasks/${task}`)).status).toBe(204);
		expect(await stateOf(task)).toBe('CANCELLED');
		expect((await client.send('DELETE', `/tasks/${task}`)).status).toBe(204);
		expect((await client.send('GET', `/tasks/${task}`)).status).toBe(404);
	});

	it.each([
		['all-finished', ['RUNNING', 'QUEUED']],
		['all-finished-and-queued', ['RUNNING', 'CANCELLED']],
		['all-running', ['FINISHED', 'CANCELLED', 'RUNNING']],
	])('is among many that %s deletes or cancels', async (which, left) => {
		const { client, clock, order, states } = await givenVms({ limits: { threads: 1 } });
		for (const vm of [0, 1, 2]) await order(vm);
		expect(await states()).toEqual(['RUNNING', 'QUEUED', 'QUEUED']);
		await clock.advance(10_000);
		expect(await states()).toEqual(['FINISHED', 'RUNNING', 'QUEUED']);
		expect((await client.send('DELETE', `/tasks/${which}`)).status).toBe(204);
		expect(await states()).toEqual(left);
	});

	it('is found by VM, state, type and schedule', async () => {
		const { client, clock, vms, order } = await givenVms();
		const task = await order(0);
		await order(1);
		await client.list('/tasks');
		await clock.advance(10_000);
		await order(1);
		const found = async (query: string) => (await client.list(`/tasks?${query}`)).length;
		expect(await client.list(`/tasks?protectedEntity=${vms[0]}`)).toMatchObject([{ guid: task }]);
		expect(await found('state=FINISHED')).toBe(2);
		expect(await found(`state=RUNNING&protectedEntity=${vms[1]}`)).toBe(1);
		expect(await found('type=SNAPSHOT')).toBe(3);
		expect(await found('type=EXPORT')).toBe(0);
		expect(await found('schedule=x')).toBe(0);
	});
});
