import type { IDataObject } from 'n8n-workflow';
import { simulateProfile } from '../../snapshots/retention/simulate';
import { dueItemSchema } from '../../snapshots/schedule/profile';
import { activate } from './triggerHarness';

jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./triggerHarness'));
jest.mock('../../nodes/shared/systems', () => ({
	SYSTEMS: [
		{ title: 'Small System', capabilities: { levels: { vm: { maxSnapshotsPerTarget: 5 } } } },
		{ title: 'Big System', capabilities: { levels: { vm: { maxSnapshotsPerTarget: 32 } } } },
		{ title: 'Other System', capabilities: { levels: { vm: {} } } },
	],
}));

const daily = { name: 'daily', every: 'day', at: '02:00', keepLast: 7 };
const once = (onceAt: string, name = 'once') => ({ name, every: 'once', onceAt, keepLast: 1 });
const profile = (...period: IDataObject[]): IDataObject => ({
	profileName: 'Nightly',
	timeZone: 'Europe/Paris',
	periods: { period },
});

const NOW = '2026-11-22T12:34:56.789Z';

async function sampleOf(parameters: IDataObject): Promise<IDataObject> {
	const harness = activate(parameters, NOW, { mode: 'manual' });
	await harness.response.manualTriggerFunction?.();
	return harness.emitted[0]?.items[0]?.json ?? {};
}
const previewOf = async (parameters: IDataObject): Promise<IDataObject> =>
	(await sampleOf(parameters)).preview as IDataObject;

describe('the preview of a manual run', () => {
	it('is what the simulation says from the next run on', async () => {
		const sample = await sampleOf(profile(daily));
		const { profile: read } = dueItemSchema.parse(sample);
		const from = new Date('2026-11-23T01:00:00.000Z');
		const { peak } = simulateProfile(read, { from, days: 400 });

		expect(sample.preview).toMatchObject({
			inWords:
				'At most 8 on each VM at once, first on 2026-11-30 02:00; about 1 new a day (the next 400 days).',
			mostAtOnce: peak.count,
			mostAtOnceAt: '2026-11-30T02:00:00+01:00',
			madePerDay: 1,
			from: '2026-11-23T02:00:00+01:00',
			until: '2027-12-28T00:00:00+01:00',
		});
	});

	it('has the calendar as Markdown', async () => {
		const { calendarMarkdown } = await previewOf(profile(daily));

		expect(calendarMarkdown).toContain('\n| 2026-11-30 | daily | daily | 8 | 7 |\n');
	});

	it('warns above three at once, and names the systems that allow fewer', async () => {
		expect((await previewOf(profile(daily))).warnings).toEqual([
			'At its peak each VM has 8 snapshots; Small System allows 5.',
			'At its peak each VM has 8 snapshots. More than 3 at once cost speed and space on most systems.',
		]);
		expect((await previewOf(profile({ ...daily, keepLast: 2 }))).warnings).toEqual([]);
	});

	it('sees the twelfth month fill up, and says what never does', async () => {
		const monthly = { name: 'monthly', every: 'month', days: '1', at: '03:00', keepLast: 12 };
		const preview = await previewOf(profile(monthly, { ...daily, name: 'all', keepLast: 0 }));

		expect(preview.warnings).toContain(
			'In the next 400 days no snapshot of all is removed: they become more.',
		);
		expect(JSON.stringify(preview.warnings)).not.toContain('monthly');
	});

	it('looks less far ahead when a profile is due very often', async () => {
		const minutely = { name: 'minutely', every: 'minutes', minutes: 1, keepLast: 2 };

		expect(await previewOf(profile(minutely))).toMatchObject({
			mostAtOnce: 3,
			madePerDay: 1440,
			until: '2026-11-28T00:00:00+01:00',
		});
	});

	it('begins where the profile does', async () => {
		const parameters = { ...profile(daily), options: { startDate: '2029-02-01' } };

		expect((await previewOf(parameters)).from).toBe('2029-02-01T02:00:00+01:00');
	});

	it('says what is never due again, and still hands on a sample', async () => {
		const sample = await sampleOf(profile(once('2026-01-01T02:00:00')));

		expect(sample).toMatchObject({
			preview: { inWords: 'Nothing is ever due again.', warnings: ['once is never due again.'] },
			nextRuns: [],
		});
		expect(dueItemSchema.safeParse(sample).success).toBe(true);
		const mixed = await previewOf(profile(daily, once('2026-01-01T02:00:00', 'past')));
		expect(mixed.warnings).toContain('past is never due again.');
	});
});

describe('a profile that is never due again', () => {
	const REFUSAL =
		'Nothing of profile Nightly is ever due again: all its times lie in the past, after its End Date or on Excluded Dates';
	const options = (given: IDataObject) => ({ ...profile(daily), options: given });
	const allExcluded = {
		startDate: '2026-12-24',
		endDate: '2026-12-25',
		excludedDates: '2026-12-24, 2026-12-25',
	};

	it.each([
		['whose end has passed', options({ endDate: '2026-11-21' })],
		['whose dates are all excluded', options(allExcluded)],
		['whose one time has passed', profile(once('2026-11-22T13:34:00'))],
	])('%s is refused when it is activated, and says what to change', (_what, parameters) => {
		expect(() => activate(parameters, NOW)).toThrow(
			expect.objectContaining({
				message: REFUSAL,
				description: expect.stringContaining('activate again') as string,
			}) as Error,
		);
	});

	it('is taken while one time of it is still to come', () => {
		expect(() => activate(profile(once('2026-11-22T13:35:00')), NOW)).not.toThrow();
		expect(() =>
			activate(profile(once('2026-01-01T02:00:00'), { ...daily, name: 'other' }), NOW),
		).not.toThrow();
	});

	it('is refused when an active workflow is changed to it', () => {
		const harness = activate(profile(daily), NOW);
		const parameters = options({ endDate: '2026-11-21' });

		expect(() => harness.restart(NOW, { mode: 'update', parameters })).toThrow(REFUSAL);
	});

	it.each([['init'], ['leadershipChange'], ['update']])(
		'because it has come to its end while active stays active at %s',
		(mode) => {
			const harness = activate(profile(once('2026-11-23T02:00:00')), NOW);
			harness.minutes(24 * 60);
			harness.restart('2026-11-24T12:00:00.000Z', { mode });
			harness.minutes(5);

			expect(harness.emitted).toHaveLength(1);
		},
	);

	it('never keeps n8n from starting, even when nothing is known of it', () => {
		const harness = activate(profile(daily), NOW);
		const parameters = options({ endDate: '2026-11-21' });

		expect(() => harness.restart(NOW, { mode: 'init', parameters })).not.toThrow();
	});
});
