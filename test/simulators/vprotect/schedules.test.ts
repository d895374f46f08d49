import { DAY, HOUR, NOW_MILLISECONDS, TestBench, type Given } from './testBench';
import type { ScheduleSpec, VprotectOptions } from './index';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const EVERY_DAY = [
	'MONDAY',
	'TUESDAY',
	'WEDNESDAY',
	'THURSDAY',
	'FRIDAY',
	'SATURDAY',
	'SUNDAY',
].map((name) => ({ name }));

const AT_TEN = {
	name: 'at ten',
	active: true,
	type: { name: 'VM_SNAPSHOT' },
	executionType: { name: 'TIME' },
	backupType: { name: 'FULL' },
	hour: 10 * HOUR,
	startWindowLength: 6 * HOUR,
	interval: null,
	daysOfWeek: EVERY_DAY,
	months: [],
	dayOfWeekOccurrences: [],
};

async function givenVm(options?: VprotectOptions): Promise<Given & { vm: string }> {
	const given = await bench.given(options);
	given.simulator.addPolicy({ name: 'Daily' });
	return { ...given, vm: given.simulator.addVm({ name: 'web-01', policy: 'Daily' }) };
}

/** When its snapshots were taken while the time went by, as `MM-DDTHH:MM`. */
async function takenIn(days: number, schedule: Omit<ScheduleSpec, 'name'>): Promise<string[]> {
	const { simulator, clock, vm } = await givenVm();
	simulator.addSchedule({ name: 's', ...schedule });
	simulator.attachSchedule('Daily', 's');
	await clock.advance(days * DAY);
	return simulator.snapshotsOf(vm).map(({ takenAt }) => {
		return new Date(takenAt).toISOString().slice(5, 16);
	});
}

const at = (hour: number) =>
	({ type: 'TIME', hour: hour * HOUR, startWindowLength: HOUR }) as const;

describe('a schedule', () => {
	it('starts at its time of day in UTC, on each of its weekdays', async () => {
		expect(await takenIn(3, { execution: at(10) })).toEqual([
			'11-22T10:00',
			'11-23T10:00',
			'11-24T10:00',
		]);
		expect(await takenIn(14, { execution: at(1), daysOfWeek: ['MONDAY', 'FRIDAY'] })).toEqual([
			'11-23T01:00',
			'11-27T01:00',
			'11-30T01:00',
			'12-04T01:00',
		]);
	});

	it('starts on the nth weekday or the last of a month, in its months', async () => {
		const monday = { execution: at(1), daysOfWeek: ['MONDAY'] } as const;
		expect(await takenIn(60, { ...monday, occurrences: ['LAST_IN_MONTH'] })).toEqual([
			'11-30T01:00',
			'12-28T01:00',
		]);
		const occurrences = ['FIRST_IN_MONTH', 'THIRD_IN_MONTH'] as const;
		expect(await takenIn(60, { ...monday, occurrences })).toEqual([
			'12-07T01:00',
			'12-21T01:00',
			'01-04T01:00',
			'01-18T01:00',
		]);
		const months = ['JANUARY'] as const;
		expect(await takenIn(60, { ...monday, occurrences, months })).toEqual([
			'01-04T01:00',
			'01-18T01:00',
		]);
	});

	it('starts again and again inside its interval, also past midnight', async () => {
		const interval = (startHour: number, endHour: number) =>
			({
				type: 'INTERVAL',
				interval: { startHour: startHour * HOUR, endHour: endHour * HOUR, frequency: 2 * HOUR },
			}) as const;
		expect(await takenIn(1, { execution: interval(13, 17) })).toEqual([
			'11-22T13:00',
			'11-22T15:00',
			'11-22T17:00',
		]);
		const sundays = { execution: interval(22, 3), daysOfWeek: ['SUNDAY'] } as const;
		expect(await takenIn(2, sundays)).toEqual(['11-22T22:00', '11-23T00:00', '11-23T02:00']);
	});

	it('does nothing while it is off, or its policy is', async () => {
		expect(await takenIn(3, { active: false })).toEqual([]);
		const { simulator, clock, vm } = await givenVm();
		simulator.addSchedule({ name: 's' });
		simulator.addPolicy({ name: 'Off', active: false, rule: { schedules: ['s'] } });
		simulator.setPolicy(vm, 'Off');
		await clock.advance(3 * DAY);
		expect(simulator.snapshotsOf(vm)).toEqual([]);
	});

	it('gives its tasks the policy’s priority and its own window', async () => {
		const { client, simulator, clock } = await givenVm();
		const guid = simulator.addSchedule({ name: 's', execution: at(3) });
		simulator.attachSchedule('Daily', 's');
		simulator.holdQueue();
		await clock.advance(90 * 60_000);
		expect(await client.list(`/tasks?schedule=${guid}`)).toMatchObject([
			{
				state: { name: 'QUEUED' },
				priority: 50,
				windowStart: NOW_MILLISECONDS + HOUR,
				windowEnd: NOW_MILLISECONDS + 2 * HOUR,
			},
		]);
		await clock.advance(HOUR);
		expect(await client.list('/tasks')).toMatchObject([{ state: { name: 'FAILED' } }]);
	});
});

describe('the API of schedules', () => {
	it('makes, lists, changes and deletes them', async () => {
		const { client, simulator, vm, clock } = await givenVm();
		const rules = [{ guid: simulator.ruleOf('Daily') }];
		const made = await client.done('POST', '/schedules', { ...AT_TEN, rules });
		const path = `/schedules/${String(made.guid)}`;
		expect(await client.get(path)).toMatchObject({
			...AT_TEN,
			type: { name: 'VM_SNAPSHOT', description: 'Vm snapshot' },
			executionType: { name: 'TIME' },
			backupType: { name: 'FULL' },
			daysOfWeek: EVERY_DAY,
			rules: [{ name: 'Default' }],
		});
		expect(await client.list(`/schedules?protected-entity=${vm}`)).toHaveLength(1);
		expect(await client.list('/schedules?type=VM_BACKUP')).toEqual([]);
		const interval = { startHour: 3 * HOUR, endHour: 5 * HOUR, frequency: HOUR };
		const change = { executionType: { name: 'INTERVAL' }, hour: null, startWindowLength: null };
		await client.done('PUT', path, { ...AT_TEN, ...change, interval });
		await clock.advance(DAY - 2 * HOUR);
		expect(await client.snapshots(vm)).toHaveLength(3);
		expect((await client.send('DELETE', path)).status).toBe(204);
		await clock.advance(DAY);
		expect(await client.snapshots(vm)).toHaveLength(3);
		expect((await client.send('GET', path)).status).toBe(404);
	});

	it.each([
		['no weekday', { daysOfWeek: [] }],
		['a weekday that is none', { daysOfWeek: [{ name: 'SOMEDAY' }] }],
		['an occurrence that is none', { dayOfWeekOccurrences: [{ name: 'FIFTH_IN_MONTH' }] }],
		['no time of day', { hour: null }],
		['no window', { startWindowLength: null }],
		['no interval', { executionType: { name: 'INTERVAL' } }],
		['a time beyond the day', { hour: DAY }],
		['an unknown type', { type: { name: 'SNAPSHOT' } }],
		['a rule that is not there', { rules: [{ guid: 'x' }] }],
	])('refuses one with %s', async (_what, change) => {
		const { client } = await givenVm();
		expect((await client.send('POST', '/schedules', { ...AT_TEN, ...change })).status).toBe(400);
		expect(await client.list('/schedules')).toEqual([]);
	});

	it('wants the older type on an older server', async () => {
		const { client, simulator } = await givenVm();
		simulator.quirks.generation = 'older';
		expect((await client.send('POST', '/schedules', AT_TEN)).status).toBe(400);
		const older = { ...AT_TEN, type: { name: 'SNAPSHOT' } };
		expect((await client.send('POST', '/schedules', older)).status).toBe(200);
		expect(await client.list('/schedules?type=SNAPSHOT')).toHaveLength(1);
	});

	it('refuses a name that is taken', async () => {
		const { client, simulator } = await givenVm();
		simulator.addSchedule({ name: 'at ten' });
		expect((await client.send('POST', '/schedules', AT_TEN)).status).toBe(409);
	});

	it('refuses a schedule twice in one policy, from either side, and changes nothing then', async () => {
		const { client, simulator } = await givenVm();
		const guid = simulator.addSchedule({ name: 's' });
		const refused = {
			status: 400,
			body: { message: 'Schedule s is already attached to this policy' },
		};
		const twice = { name: 'Default', schedules: [{ guid }, { guid }] };
		const rule = `/rules/vm-snapshot/${simulator.ruleOf('Daily')}`;
		expect(await client.send('PUT', rule, twice)).toMatchObject(refused);
		simulator.quirks.secondRule = 'allowed';
		simulator.attachSchedule('Daily', 's');
		const policy = { guid: simulator.guidOf('policy', 'Daily') };
		const second = { name: 'Second', policy, schedules: [{ guid }] };
		expect(await client.send('POST', '/rules/vm-snapshot', second)).toMatchObject(refused);
		const other = await client.done('POST', '/rules/vm-snapshot', { ...second, schedules: [] });
		const rules = [{ guid: simulator.ruleOf('Daily') }, { guid: other.guid }];
		const both = { ...AT_TEN, name: 's', rules };
		expect(await client.send('PUT', `/schedules/${guid}`, both)).toMatchObject(refused);
		expect((await client.get(`/schedules/${guid}`)).rules).toEqual([
			{ guid: simulator.ruleOf('Daily'), name: 'Default' },
		]);
	});
});
