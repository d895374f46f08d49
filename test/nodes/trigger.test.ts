import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import { trigger } from '../../nodes/SnapshotScheduleTrigger/trigger';
import { dueItemSchema } from '../../snapshots/schedule/profile';
import { manualClock, type ManualClock } from '../support/clock';

let mockTime: ManualClock;
jest.mock('../../nodes/shared/clock', () => ({
	clock: { now: () => mockTime.now() },
}));

interface Emitted {
	readonly at: string;
	readonly items: INodeExecutionData[];
	readonly key: string | undefined;
}

interface Harness {
	/** Moves time on by whole minutes and ticks at each, as n8n's cron does. */
	minutes(count: number): void;
	readonly emitted: Emitted[];
	readonly staticData: IDataObject;
	/** n8n ends, and comes back with what it had saved when it last emitted. */
	restart(activationMode?: string): void;
}

const MINUTE_MS = 60_000;

function activate(
	parameters: IDataObject,
	start: string,
	{ zone = 'Etc/UTC', mode = 'trigger' }: { zone?: string; mode?: string } = {},
): Harness & { readonly response: ReturnType<typeof trigger> } {
	let now = new Date(start).getTime();
	mockTime = { ...manualClock(start), now: () => new Date(now) };
	const emitted: Emitted[] = [];
	let staticData: IDataObject = {};
	let saved = '{}';
	let onTick: ((nominal: Date) => void) | undefined;
	const context = (activationMode: string): ITriggerFunctions =>
		({
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getTimezone: () => zone,
			getMode: () => mode,
			getActivationMode: () => activationMode,
			getWorkflow: () => ({ id: 'workflow-1' }),
			getNode: () => ({ id: 'node-1', name: 'Trigger', type: 'x' }),
			getWorkflowStaticData: () => staticData,
			helpers: {
				registerCron: (_cron: unknown, tick: (nominal: Date) => void) => {
					onTick = tick;
				},
			},
			emit: ([items]: INodeExecutionData[][], _r: unknown, _d: unknown, key?: string) => {
				emitted.push({ at: new Date(now).toISOString(), items: items ?? [], key });
				saved = JSON.stringify(staticData);
			},
		}) as unknown as ITriggerFunctions;
	const response = trigger(context('activate'));
	saved = JSON.stringify(staticData); // n8n saves it after activating, too
	return {
		response,
		emitted,
		get staticData() {
			return staticData;
		},
		minutes(count) {
			for (let minute = 0; minute < count; minute++) {
				now = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
				onTick?.(new Date(now));
			}
		},
		restart(activationMode = 'init') {
			staticData = JSON.parse(saved) as IDataObject;
			trigger(context(activationMode));
		},
	};
}

const daily = { name: 'daily', every: 'day', at: '02:00', keepLast: 7 };
const profile = (...period: IDataObject[]): IDataObject => ({
	profileName: 'Nightly',
	timeZone: '',
	periods: { period },
});

const instants = ({ emitted }: Harness): unknown[] =>
	emitted.map(({ items }) => items[0]?.json.scheduledAt);

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

	it('emits what Create Snapshot and Prune by Retention take in', () => {
		const period = { ...daily, keepFor: 2, keepForUnit: 'weeks', minimum: 3, quiesce: 'require' };
		const harness = activate(profile(period), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);

		const due = dueItemSchema.parse(harness.emitted[0]?.items[0]?.json);
		expect(due.period).toEqual({
			name: 'daily',
			frequency: { every: 'day', at: '02:00' },
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

	it('starts a run of its own for each period, under a key that n8n drops a second of', () => {
		const hourly = { name: 'hourly', every: 'hours', hours: 1, keepLast: 24 };
		const harness = activate(profile(daily, hourly), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);

		expect(harness.emitted.map(({ key }) => key)).toEqual([
			'workflow-1:node-1:daily:2026-11-22T02:00:00.000Z',
			'workflow-1:node-1:hourly:2026-11-22T02:00:00.000Z',
		]);
		expect(harness.emitted.map(({ items }) => items.length)).toEqual([1, 1]);
	});

	it('does not catch up on what was before its first activation', () => {
		const harness = activate(profile(daily), '2026-11-22T02:00:30.000Z');
		harness.minutes(120);

		expect(harness.emitted).toEqual([]);
	});

	it('runs the newest occurrence that n8n slept through once, and tells how many it missed', () => {
		const hourly = { name: 'hourly', every: 'hours', hours: 1, keepLast: 24 };
		const harness = activate(profile(hourly), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);
		mockTime = { ...mockTime, now: () => new Date('2026-11-22T06:30:00.000Z') };
		harness.restart();
		harness.minutes(1);

		const [, caughtUp, ...others] = harness.emitted;
		expect(others).toEqual([]);
		expect(caughtUp?.items[0]?.json).toMatchObject({
			scheduledAt: '2026-11-22T06:00:00.000Z',
			missed: 3,
		});
	});

	it('starts from now when a person switches the workflow on again', () => {
		const harness = activate(profile(daily), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);
		mockTime = { ...mockTime, now: () => new Date('2026-11-25T12:00:00.000Z') };
		harness.restart('activate');
		harness.minutes(1);

		expect(harness.emitted).toHaveLength(1);
	});

	it('keeps nothing between ticks but the last one', () => {
		const harness = activate(profile(daily), '2026-11-22T01:59:00.000Z');
		harness.minutes(5);

		expect(harness.staticData).toEqual({ lastTickAt: '2026-11-22T02:04:00.000Z' });
	});

	it('shows in a manual run what it will emit, and registers nothing', async () => {
		const harness = activate(profile(daily), '2026-11-22T12:34:56.789Z', { mode: 'manual' });
		await harness.response.manualTriggerFunction?.();

		expect(dueItemSchema.parse(harness.emitted[0]?.items[0]?.json).scheduledAt).toBe(
			'2026-11-22T12:34:56.000Z',
		);
		expect(harness.staticData).toEqual({});
	});

	it.each<[string, IDataObject, string]>([
		['no name', { profileName: ' ' }, 'Profile Name must not be empty'],
		['no zone', { timeZone: 'Mars' }, 'Time Zone must be an IANA time zone such as Europe/Paris'],
		['no period', { periods: {} }, 'Periods needs at least one period'],
		['two of a name', profile(daily, daily), 'Periods must have different names'],
		[
			'no time',
			profile({ ...daily, at: '25:00' }),
			'At of period 1 must be a time of day such as 02:30',
		],
		[
			'no hours',
			profile(daily, { name: 'h', every: 'hours', hours: 0 }),
			'Hours Between of period 2 must be 1 or more',
		],
		[
			'half kept',
			profile({ ...daily, keepLast: 1.5 }),
			'Keep Last of period 1 must be a whole number',
		],
		['an unnamed one', profile({ ...daily, name: '' }), 'Name of period 1 must not be empty'],
	])('refuses to be activated with %s', (_what, change, message) => {
		const parameters = { ...profile(daily), ...change };

		expect(() => activate(parameters, '2026-11-22T12:00:00.000Z')).toThrow(message);
	});
});
