import { profileSchema } from '../../../snapshots/schedule/profile';

const period = { name: 'daily', frequency: { every: 'day', at: '02:00' }, retention: {} };
const profile = { name: 'N', timeZone: 'UTC', periods: [period] };
const every = (frequency: object) => ({ ...profile, periods: [{ ...period, frequency }] });
const keep = (retention: object) => ({ ...profile, periods: [{ ...period, retention }] });
const at = '02:00';
const first = { by: 'day', days: [1] };

const said = (input: object): string[] => {
	const { error } = profileSchema.safeParse(input);
	return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
};

const IN_FREQUENCY = 'periods.0.frequency';

describe('a profile', () => {
	it.each<[string, object, string]>([
		['an unknown time zone', { ...profile, timeZone: 'Mars/Olympus' }, 'timeZone must be an IANA'],
		['no period', { ...profile, periods: [] }, 'periods needs at least one period'],
		['periods of one name', { ...profile, periods: [period, period] }, 'periods must have diff'],
		['an empty name', { ...profile, name: ' ' }, 'name must not be empty'],
		[
			'a start that is no date',
			{ ...profile, startDate: '2026-02-30' },
			'startDate must be a date',
		],
		['an end that is no date', { ...profile, endDate: 'tomorrow' }, 'endDate must be a date'],
		[
			'an end before its start',
			{ ...profile, startDate: '2026-06-02', endDate: '2026-06-01' },
			'endDate must not be before the start date',
		],
		[
			'an excluded non-date',
			{ ...profile, excludedDates: ['24.12.'] },
			'excludedDates.0 must be a',
		],
		['too much jitter', { ...profile, jitterMinutes: 61 }, 'jitterMinutes '],
		[
			'half a minute of jitter',
			{ ...profile, jitterMinutes: 0.5 },
			'jitterMinutes must be a whole',
		],
		['no time to make up', { ...profile, missedWithinHours: 0 }, 'missedWithinHours must be more'],
		['a malformed duration', keep({ keepFor: '7 days' }), 'periods.0.retention.keepFor must be an'],
		['a negative count', keep({ daily: -1 }), 'periods.0.retention.daily must be a whole number'],
		['a floor of 0', keep({ minimum: 0 }), 'periods.0.retention.minimum must be 1 or more'],
		[
			'a time no clock shows',
			every({ every: 'day', at: '24:00' }),
			`${IN_FREQUENCY}.at must be a time`,
		],
		['a time that is none', every({ every: 'day', at: ['02:00', '2'] }), `${IN_FREQUENCY}.at`],
		['no time', every({ every: 'day', at: [] }), `${IN_FREQUENCY}.at needs at least one time`],
		['no weekday', every({ every: 'week', weekdays: [], at }), `${IN_FREQUENCY}.weekdays needs at`],
		[
			'a 32nd',
			every({ every: 'month', on: { by: 'day', days: [32] }, at }),
			`${IN_FREQUENCY}.on.days.0 must be a day from 1 to 31, or last`,
		],
		[
			'a 13th month',
			every({ every: 'month', on: first, months: [13], at }),
			`${IN_FREQUENCY}.months.0 must be a month from 1 to 12`,
		],
		[
			'a 0th month',
			every({ every: 'year', month: 0, on: first, at }),
			`${IN_FREQUENCY}.month must`,
		],
		['no hours', every({ every: 'hours', count: 0 }), `${IN_FREQUENCY}.count`],
		[
			'half a minute',
			every({ every: 'minutes', count: 1.5 }),
			`${IN_FREQUENCY}.count must be a whole`,
		],
		[
			'a window that opens never',
			every({ every: 'hours', count: 1, from: '25:00' }),
			`${IN_FREQUENCY}.from must be a time of day`,
		],
		[
			'a time that never comes',
			every({ every: 'once', dateTime: '2026-02-30T02:00' }),
			`${IN_FREQUENCY}.dateTime must be a date and time such as 2026-12-31T02:30`,
		],
	])('with %s is refused under the name of the field', (_what, input, message) => {
		expect(said(input)).toEqual([expect.stringContaining(message)]);
	});

	it.each<[string, object, string]>([
		['the profile', { ...profile, timezone: 'UTC' }, " Unrecognized key(s) in object: 'timezone'"],
		['a period', { ...profile, periods: [{ ...period, keepLast: 7 }] }, 'periods.0 Unrecognized'],
		['its frequency', every({ every: 'day', at, weekday: 'monday' }), `${IN_FREQUENCY} Unrec`],
		['its retention', keep({ dayly: 7 }), "periods.0.retention Unrecognized key(s) in object: 'd"],
		[
			'the day of the month',
			every({ every: 'month', on: { ...first, nth: 'last' }, at }),
			`${IN_FREQUENCY}.on Unrecognized key(s) in object: 'nth'`,
		],
	])(
		'with a field that %s doesn’t know is refused, with its name and place',
		(_w, input, message) => {
			expect(said(input)).toEqual([expect.stringContaining(message)]);
		},
	);

	it('comes back from an item as it went in', () => {
		const parsed = profileSchema.parse(
			every({ every: 'month', on: { by: 'day', days: [31, 'last'] }, months: [2], at }),
		);

		expect(profileSchema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
	});
});
