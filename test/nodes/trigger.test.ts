import type { IDataObject } from 'n8n-workflow';
import { dueItemSchema } from '../../snapshots/schedule/profile';
import { activate, instants, type Harness } from './triggerHarness';

jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./triggerHarness'));

const hourly = { name: 'hourly', every: 'hours', hours: 1, keepLast: 24 };
const daily = { name: 'daily', every: 'day', at: '02:00', keepLast: 7 };
const weekly = { name: 'weekly', every: 'week', weekdays: ['sunday'], at: '02:00', keepLast: 4 };
const profile = (...period: IDataObject[]): IDataObject => ({
	profileName: 'Nightly',
	timeZone: '',
	periods: { period },
});

const items = ({ emitted }: Harness): unknown[] =>
	emitted.map(({ items: [item] }) => {
		const { period, scheduledAt, missed } = dueItemSchema.parse(item?.json);
		return [period.name, scheduledAt, missed];
	});

describe('Snapshot Schedule Trigger', () => {
	it('starts one run at the minute that a period is due, and none before', () => {
		const harness = activate(profile(daily), '2026-11-22T01:00:30.000Z');

		harness.minutes(59);
		expect(harness.emitted).toEqual([]);
		harness.minutes(1);
		expect(instants(harness)).toEqual(['2026-11-22T02:00:00.000Z']);
		harness.minutes(24 * 60);
		expect(instants(harness)).toHaveLength(2);
	});

	it('runs each period of a profile at each of its times over 60 days and a change of the clocks', () => {
		const parameters = profile(hourly, daily, weekly);
		const harness = activate(parameters, '2026-09-30T22:00:30.000Z', { zone: 'Europe/Paris' });
		harness.minutes(60 * 24 * 60);

		const count = (name: string) =>
			harness.emitted.filter(({ items: [one] }) => {
				return dueItemSchema.parse(one?.json).period.name === name;
			}).length;
		expect([count('hourly'), count('daily'), count('weekly')]).toEqual([60 * 24, 60, 9]);
		expect(new Set(harness.emitted.map(({ key }) => key)).size).toBe(harness.emitted.length);
		for (const {
			at,
			items: [one],
		} of harness.emitted)
			expect(one?.json.scheduledAt).toBe(at);
	});

	it('emits what Create Snapshot and Prune by Retention take in', () => {
		const period = { ...daily, keepFor: 2, keepForUnit: 'weeks', minimum: 3, quiesce: 'require' };
		const harness = activate(profile(period), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);

		const due = dueItemSchema.parse(harness.emitted[0]?.items[0]?.json);
		expect(due.period).toEqual({
			name: 'daily',
			frequency: { every: 'day', at: ['02:00'] },
			retention: { last: 7, keepFor: 'P2W', minimum: 3 },
			memory: false,
			quiesce: 'require',
		});
		expect([due.profile.name, due.profile.timeZone, due.missed]).toEqual(['Nightly', 'Etc/UTC', 0]);
	});

	it('means its times in its own zone, else in the workflow’s', () => {
		const own = activate({ ...profile(daily), timeZone: 'Asia/Tokyo' }, '2026-11-22T16:59:00Z');
		own.minutes(1);
		expect(instants(own)).toEqual(['2026-11-22T17:00:00.000Z']);

		const workflows = activate(profile(daily), '2026-11-22T00:59:00Z', { zone: 'Europe/Berlin' });
		workflows.minutes(1);
		expect(instants(workflows)).toEqual(['2026-11-22T01:00:00.000Z']);
	});

	it('starts a run of its own for each of several periods that coincide', () => {
		const harness = activate(profile(daily, hourly), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);

		expect(harness.emitted.map(({ key }) => key)).toEqual([
			'workflow-1:node-1:daily:2026-11-22T02:00:00.000Z',
			'workflow-1:node-1:hourly:2026-11-22T02:00:00.000Z',
		]);
		expect(harness.emitted.map((one) => one.items.length)).toEqual([1, 1]);
	});

	it('or one for the longest kept, which tells what it stands for', () => {
		const parameters = { ...profile(hourly, daily, weekly), coinciding: 'longestKept' };
		const harness = activate(parameters, '2026-11-22T01:59:00.000Z');
		harness.minutes(61);

		expect(items(harness)).toEqual([
			['weekly', '2026-11-22T02:00:00.000Z', 0],
			['hourly', '2026-11-22T03:00:00.000Z', 0],
		]);
		expect(harness.emitted[0]?.items[0]?.json.standsFor).toEqual(['hourly', 'daily']);
	});

	it('emits under keys that are the same in two processes that both take themselves for the leader', () => {
		const one = activate(profile(daily, hourly), '2026-11-22T01:59:00.000Z');
		const other = activate(profile(daily, hourly), '2026-11-22T01:59:00.000Z');
		one.minutes(1);
		other.tick();

		expect(one.emitted).toHaveLength(2);
		expect(other.emitted.map(({ key }) => key)).toEqual(one.emitted.map(({ key }) => key));
	});

	it('runs later by the workflow’s own share of the jitter, under the scheduled instant', () => {
		const parameters = { ...profile(daily), options: { jitterMinutes: 30 } };
		const runAt = (workflowId: string): string | undefined => {
			const harness = activate(parameters, '2026-11-22T01:59:00.000Z', { workflowId });
			harness.minutes(40);
			expect(instants(harness)).toEqual(['2026-11-22T02:00:00.000Z']);
			return harness.emitted[0]?.at;
		};

		expect(runAt('a')).toBe(runAt('a'));
		expect(new Set(['a', 'b', 'c', 'd', 'e'].map(runAt)).size).toBeGreaterThan(1);
	});

	it('keeps nothing between ticks but the last one and what schedule it was for', () => {
		const harness = activate(profile(daily), '2026-11-22T01:59:00.000Z');
		harness.minutes(5);

		expect(harness.staticData).toEqual({
			lastTickAt: '2026-11-22T02:04:00.000Z',
			signature: expect.stringMatching(/^[\w-]{16}$/),
		});
	});
});

describe('a manual run', () => {
	it('shows what will be emitted, as if it were due now, and registers nothing', async () => {
		const harness = activate(profile(daily), '2026-11-22T12:34:56.789Z', { mode: 'manual' });
		await harness.response.manualTriggerFunction?.();

		expect(dueItemSchema.parse(harness.emitted[0]?.items[0]?.json).scheduledAt).toBe(
			'2026-11-22T12:34:56.000Z',
		);
		harness.minutes(24 * 60);
		expect(harness.emitted).toHaveLength(1);
		expect(harness.staticData).toEqual({});
	});

	it('shows the next runs by the clock of the profile', async () => {
		const parameters = { ...profile(daily, weekly), timeZone: 'Europe/Paris' };
		const harness = activate(parameters, '2026-10-23T12:00:00.000Z', { mode: 'manual' });
		await harness.response.manualTriggerFunction?.();

		const { nextRuns } = harness.emitted[0]?.items[0]?.json ?? {};
		expect(nextRuns).toHaveLength(10);
		expect((nextRuns as IDataObject[]).slice(0, 4)).toEqual([
			{ period: 'daily', at: '2026-10-24T02:00:00+02:00' },
			{ period: 'daily', at: '2026-10-25T02:00:00+02:00' },
			{ period: 'weekly', at: '2026-10-25T02:00:00+02:00' },
			{ period: 'daily', at: '2026-10-26T02:00:00+01:00' },
		]);
	});

	it('shows the next runs as late as the jitter makes them', async () => {
		const parameters = { ...profile(daily), options: { jitterMinutes: 60 } };
		const active = activate(parameters, '2026-11-22T01:59:00.000Z');
		active.minutes(62);
		const manual = activate(parameters, '2026-11-22T01:59:00.000Z', { mode: 'manual' });
		await manual.response.manualTriggerFunction?.();

		const [next] = manual.emitted[0]?.items[0]?.json.nextRuns as Array<{ at: string }>;
		expect(new Date(next?.at ?? '').toISOString()).toBe(active.emitted[0]?.at);
	});
});
