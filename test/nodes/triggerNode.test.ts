import fc from 'fast-check';
import { triggerNodeOf, triggerParametersOf } from '../../nodes/shared/profileForm/triggerNode';
import { WEEKDAYS } from '../../snapshots/schedule/calendar';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';
import type { GivenFrequency, GivenProfile } from '../snapshots/schedule/profiles';
import { readProfile } from '../../nodes/SnapshotScheduleTrigger/readProfile';

/** What the trigger makes of parameters that were pasted. */
const readBack = (parameters: Readonly<Record<string, unknown>>): Profile =>
	readProfile({
		getNodeParameter: (name: string) => parameters[name],
		getTimezone: () => 'Asia/Kathmandu',
	} as unknown as Parameters<typeof readProfile>[0]);

const profileOf = (more: Partial<GivenProfile> = {}): Profile =>
	profileSchema.parse({
		name: 'Imported',
		timeZone: 'Europe/Berlin',
		periods: [
			{ name: 'p', frequency: { every: 'day', at: '02:00' }, retention: { keepFor: 'P7D' } },
		],
		...more,
	});

const FREQUENCIES: readonly GivenFrequency[] = [
	{ every: 'day', at: ['02:00', '14:00'] },
	{ every: 'hours', count: 1, from: '00:15' },
	{ every: 'minutes', count: 20, from: '08:00', to: '18:00', weekdays: ['monday', 'friday'] },
	{ every: 'week', weekdays: [...WEEKDAYS], at: '03:00' },
	{ every: 'month', on: { by: 'day', days: [1, 15, 'last'] }, months: [1, 7], at: '04:00' },
	{ every: 'month', on: { by: 'weekday', nth: 'last', weekday: 'sunday' }, at: '04:00' },
	{ every: 'year', month: 12, on: { by: 'day', days: [31] }, at: '23:59' },
	{ every: 'once', dateTime: '2027-01-01T00:00' },
];
const RETENTIONS: ReadonlyArray<GivenProfile['periods'][number]['retention']> = [
	{},
	{ keepFor: 'P7D', minimum: 3 },
	{ keepFor: 'PT36H' },
	{ keepFor: 'P2W' },
	{ keepFor: 'P1M' },
	{ last: 5, daily: 'all', withinWeekly: 'P60D', maxAge: 'P1Y' },
];
const MORE: ReadonlyArray<Partial<GivenProfile>> = [
	{},
	{ startDate: '2026-12-01', endDate: '2027-12-01', excludedDates: ['2026-12-24', '2026-12-25'] },
	{ coinciding: 'longestKept', missed: 'skip' },
	{ jitterMinutes: 30, missedWithinHours: 12 },
];

describe('a trigger to paste', () => {
	it('reads as the very profile that it was made of', () => {
		const period = fc.record({
			name: fc.constantFrom('p', 'Täglich um "zwei"'),
			frequency: fc.constantFrom(...FREQUENCIES),
			retention: fc.constantFrom(...RETENTIONS),
			memory: fc.boolean(),
			quiesce: fc.constantFrom('require' as const, 'prefer' as const, 'off' as const),
		});
		fc.assert(
			fc.property(period, fc.constantFrom(...MORE), (one, more) => {
				const profile = profileOf({ ...more, periods: [one, { ...one, name: 'other' }] });
				const parameters = triggerParametersOf(profile);
				if (parameters === undefined) throw new Error('The form has fields for all of it');

				expect(readBack(parameters)).toEqual(profile);
			}),
		);
	});

	it('is what n8n takes from the clipboard', () => {
		expect(triggerNodeOf(profileOf())).toMatchObject({
			nodes: [
				{
					type: 'n8n-nodes-vm-snapshots.snapshotScheduleTrigger',
					typeVersion: 1,
					parameters: { profileName: 'Imported', timeZone: 'Europe/Berlin' },
				},
			],
			connections: {},
		});
	});

	it.each(['PT90M', 'P1Y', 'P1M2D', 'PT3600S'])(
		'is not offered where the form has no field for it: %s',
		(keepFor) => {
			const retention = { keepFor };
			const [period] = profileOf().periods;

			expect(triggerNodeOf(profileOf({ periods: [{ ...period!, retention }] }))).toBeUndefined();
		},
	);
});
