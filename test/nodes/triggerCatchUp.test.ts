import type { IDataObject } from 'n8n-workflow';
import { dueItemSchema } from '../../snapshots/schedule/profile';
import { activate, instants, type Harness } from './triggerHarness';

jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./triggerHarness'));

const hourly = { name: 'hourly', every: 'hours', hours: 1, keepLast: 24 };
const daily = { name: 'daily', every: 'day', at: '02:00', keepLast: 7 };
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

describe('n8n that comes back', () => {
	const back = '2026-11-22T06:30:00.000Z';
	/** Was on at 2 o'clock, and comes back at half past six. */
	function slept(parameters: IDataObject, change = {}, at = back): Harness {
		const harness = activate(parameters, '2026-11-22T01:59:00.000Z');
		harness.minutes(1);
		harness.restart(at, change);
		harness.minutes(1);
		return harness;
	}
	const caughtUp = (harness: Harness): unknown[] => items(harness).slice(1);

	it('runs the newest occurrence that it slept through once, and tells how many it missed', () => {
		const harness = slept(profile(hourly));

		expect(caughtUp(harness)).toEqual([['hourly', '2026-11-22T06:00:00.000Z', 3]]);
		harness.restart('2026-11-22T06:40:00.000Z');
		harness.minutes(5);
		expect(harness.emitted).toHaveLength(2);
	});

	it.each([['leadershipChange'], ['update']])('after a %s too', (mode) => {
		expect(caughtUp(slept(profile(hourly), { mode }))).toHaveLength(1);
	});

	it('skips what it slept through, if told so, and goes on', () => {
		const harness = slept({ ...profile(hourly), missed: 'skip' });

		expect(caughtUp(harness)).toEqual([]);
		harness.minutes(29);
		expect(caughtUp(harness)).toEqual([['hourly', '2026-11-22T07:00:00.000Z', 0]]);
	});

	it('runs nothing that is later than it may be', () => {
		const within = (missedWithinHours: number) => {
			const at = '2026-11-23T06:30:00.000Z';
			return caughtUp(slept({ ...profile(daily), missedWithinHours }, {}, at));
		};

		expect(within(4)).toEqual([]);
		expect(within(5)).toEqual([['daily', '2026-11-23T02:00:00.000Z', 0]]);
	});

	it('runs one for the longest kept of all that it slept through', () => {
		const parameters = { ...profile(hourly, daily), coinciding: 'longestKept' };
		const harness = slept(parameters, {}, '2026-11-23T06:30:00.000Z');

		expect(caughtUp(harness)).toEqual([['daily', '2026-11-23T02:00:00.000Z', 0]]);
	});

	it.each<[string, IDataObject]>([
		['another time', profile({ ...hourly, hours: 2 })],
		['another zone', { ...profile(hourly), timeZone: 'Asia/Kathmandu' }],
		['another retention', profile({ ...hourly, keepLast: 3 })],
	])('with %s starts from now: an edited schedule missed nothing', (_what, parameters) => {
		const harness = slept(profile(hourly), { parameters });

		expect(caughtUp(harness)).toEqual([]);
		harness.minutes(120);
		expect(caughtUp(harness)).not.toEqual([]);
	});

	it('starts from now when a person switches the workflow on again', () => {
		expect(caughtUp(slept(profile(hourly), { mode: 'activate' }))).toEqual([]);
	});

	it('does not catch up on what was before the first activation', () => {
		const harness = activate(profile(daily), '2026-11-22T02:00:30.000Z');
		harness.restart('2026-11-22T02:10:00.000Z');
		harness.minutes(120);

		expect(harness.emitted).toEqual([]);
	});
});

describe('a clock that is set', () => {
	it('back by a year costs nothing but the occurrences that are repeated under the same keys', () => {
		const harness = activate(profile(daily), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);
		harness.setClock('2025-11-22T01:00:00.000Z');
		harness.minutes(61);

		expect(instants(harness)).toEqual(['2026-11-22T02:00:00.000Z', '2025-11-22T02:00:00.000Z']);
	});

	it('forward by a year runs once, and goes on when it is set right again', () => {
		const harness = activate(profile(daily), '2026-11-22T01:59:00.000Z');
		harness.minutes(1);
		harness.setClock('2027-11-22T01:00:00.000Z');
		harness.minutes(1);
		harness.setClock('2026-11-22T03:00:00.000Z');
		harness.minutes(24 * 60);

		expect(items(harness)).toEqual([
			['daily', '2026-11-22T02:00:00.000Z', 0],
			['daily', '2027-11-21T02:00:00.000Z', 363],
			['daily', '2026-11-23T02:00:00.000Z', 0],
		]);
	});
});
