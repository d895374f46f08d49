import type { IDataObject } from 'n8n-workflow';
import { dueItemSchema, type DueItem } from '../../snapshots/schedule/profile';
import { activate } from './triggerHarness';

jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./triggerHarness'));

const daily = { name: 'daily', every: 'day', at: '02:00', keepLast: 7 };
const profile = (...period: IDataObject[]): IDataObject => ({
	profileName: 'Nightly',
	timeZone: 'Europe/Paris',
	periods: { period },
});

async function sample(parameters: IDataObject): Promise<DueItem> {
	const harness = activate(parameters, '2026-11-22T12:00:00.000Z', { mode: 'manual' });
	await harness.response.manualTriggerFunction?.();
	return dueItemSchema.parse(harness.emitted[0]?.items[0]?.json);
}

describe('the form of a period', () => {
	it.each<[string, IDataObject, object]>([
		['minutes', { minutes: 15 }, { count: 15 }],
		['hours', {}, { count: 4 }],
		[
			'hours',
			{ hours: 2, windowFrom: '08:00', windowTo: '18:00', onlyOn: ['monday'] },
			{ count: 2, from: '08:00', to: '18:00', weekdays: ['monday'] },
		],
		['day', { at: '14:30, 02:00' }, { at: ['02:00', '14:30'] }],
		['week', { at: '02:00' }, { weekdays: ['sunday'], at: ['02:00'] }],
		['month', { days: '1, last' }, { on: { by: 'day', days: [1, 'last'] }, at: ['02:00'] }],
		['month', { days: 15 }, { on: { by: 'day', days: [15] }, at: ['02:00'] }],
		[
			'month',
			{ dayBy: 'weekday', nth: 'last', weekday: 'friday', months: [3, 9] },
			{ on: { by: 'weekday', nth: 'last', weekday: 'friday' }, months: [3, 9], at: ['02:00'] },
		],
		['year', { month: 6 }, { month: 6, on: { by: 'day', days: [1] }, at: ['02:00'] }],
		['once', { onceAt: '2026-12-31T23:30:00' }, { dateTime: '2026-12-31T23:30' }],
		['once', { onceAt: '2026-12-31T23:30:00.000Z' }, { dateTime: '2027-01-01T00:30' }],
	])('every %s %o is a frequency', async (every, fields, expected) => {
		const { period } = await sample(profile({ name: 'p', every, ...fields }));

		expect(period.frequency).toEqual({ every, ...expected });
	});

	it('has all rules of retention; what is empty is no rule, and -1 is all', async () => {
		const rules = {
			hourly: 0,
			daily: 7,
			yearly: -1,
			within: 'P2D',
			withinWeekly: '',
			maxAge: 'P1Y',
		};
		const { period } = await sample(profile({ ...daily, keepLast: 0, rules }));

		expect(period.retention).toEqual({
			daily: 7,
			yearly: 'all',
			within: 'P2D',
			maxAge: 'P1Y',
			minimum: 1,
		});
	});
});

describe('the form of a profile', () => {
	it('has its dates, how it behaves when periods coincide or were missed, and its jitter', async () => {
		const options = {
			startDate: '2026-12-01T00:00:00',
			endDate: '2026-12-31',
			excludedDates: '2026-12-24, 2026-12-25',
			jitterMinutes: 5,
		};
		const choices = { coinciding: 'longestKept', missed: 'skip', missedWithinHours: 6 };
		const { profile: read } = await sample({ ...profile(daily), ...choices, options });

		expect(read).toMatchObject({
			...choices,
			startDate: '2026-12-01',
			endDate: '2026-12-31',
			excludedDates: ['2026-12-24', '2026-12-25'],
			jitterMinutes: 5,
		});
	});

	it('means by default: one each, run once however late, no jitter, no end', async () => {
		const { profile: read } = await sample(profile(daily));

		expect(read).toMatchObject({ coinciding: 'each', missed: 'runOnce', jitterMinutes: 0 });
		expect(read).not.toHaveProperty('missedWithinHours');
		expect(read).not.toHaveProperty('endDate');
	});
});

describe('the trigger refuses to be activated with', () => {
	const one = (change: IDataObject) => profile({ ...daily, ...change });
	const options = (given: IDataObject) => ({ ...profile(daily), options: given });

	it.each<[string, IDataObject, string]>([
		['no name', { profileName: ' ' }, 'Profile Name must not be empty'],
		['no zone', { timeZone: 'Mars' }, 'Time Zone must be an IANA time zone such as Europe/Paris'],
		['no period', { periods: {} }, 'Periods needs at least one period'],
		['two of a name', profile(daily, daily), 'Periods must have different names'],
		['no time', one({ at: '25:00' }), 'At of period 1 must be a time of day such as 02:30'],
		['an empty time', one({ at: '' }), 'At of period 1 needs at least one time of day'],
		[
			'no hours',
			profile(daily, { name: 'h', every: 'hours', hours: 0 }),
			'Hours Between of period 2 must be 1 or more',
		],
		[
			'a window that opens never',
			one({ every: 'hours', windowFrom: '8' }),
			'Window From of period 1 must be a time of day such as 02:30',
		],
		[
			'no weekday',
			one({ every: 'week', weekdays: [] }),
			'Weekdays of period 1 needs at least one weekday',
		],
		[
			'no such day',
			one({ every: 'month', days: '1, 32' }),
			'Days of period 1 must be a day from 1 to 31, or last',
		],
		[
			'no exact time',
			one({ every: 'once' }),
			'Date and Time of period 1 must be a date and time such as 2026-12-31T02:30',
		],
		['half kept', one({ keepLast: 1.5 }), 'Keep Last of period 1 must be a whole number'],
		['less than all', one({ rules: { daily: -2 } }), 'Keep Daily of period 1 must be -1 or more'],
		[
			'no duration',
			one({ rules: { within: '7 days' } }),
			'Keep All Within of period 1 must be an ISO 8601 duration such as P7D or PT36H',
		],
		['an unnamed one', one({ name: '' }), 'Name of period 1 must not be empty'],
		['too much jitter', options({ jitterMinutes: 61 }), 'Spread Over Minutes must be 60 or less'],
		['no date', options({ excludedDates: '24.12.' }), 'Excluded Dates must be a date such as'],
		[
			'an end before its start',
			options({ startDate: '2026-12-02', endDate: '2026-12-01' }),
			'End Date must not be before the start date',
		],
	])('%s', (_what, change, message) => {
		const parameters = { ...profile(daily), ...change };

		expect(() => activate(parameters, '2026-11-22T12:00:00.000Z')).toThrow(message);
	});
});
