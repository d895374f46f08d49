import {
	madePerDay,
	simulationInWords,
	simulationMarkdown,
} from '../../../snapshots/retention/explainSimulation';
import { simulateProfile } from '../../../snapshots/retention/simulate';
import { profileSchema } from '../../../snapshots/schedule/profile';

const timeZone = 'Europe/Paris';
const daily = (name: string, retention: object = { last: 2 }) => ({
	name,
	frequency: { every: 'day', at: '02:00' },
	retention,
});
const weekly = {
	name: 'weekly',
	frequency: { every: 'week', weekdays: ['sunday'], at: '03:00' },
	retention: { last: 4 },
};
const simulated = (periods: unknown, from: Date, days: number) =>
	simulateProfile(profileSchema.parse({ name: 'N', timeZone, periods }), { from, days });

// Midnight in Paris, of a Friday.
const from = new Date('2026-11-19T23:00:00Z');

describe('a simulation for people', () => {
	it('is a calendar of what is made, removed, at most and left, on the days of the zone', () => {
		const simulation = simulated([daily('daily'), weekly], from, 4);

		expect(simulationMarkdown(simulation, timeZone).split('\n')).toEqual([
			'| Day (Europe/Paris) | Made | Removed | Most at once | Left on each VM |',
			'| --- | --- | --- | --- | --- |',
			'| 2026-11-20 | daily |  | 1 | 1 |',
			'| 2026-11-21 | daily |  | 2 | 2 |',
			'| 2026-11-22 | daily, weekly | daily | 3 | 3 |',
			'| 2026-11-23 | daily | daily | 4 | 3 |',
		]);
	});

	it('counts those of one period, and leaves out days without any', () => {
		const hours = {
			name: 'hours',
			frequency: { every: 'hours', count: 6, weekdays: ['monday'] },
			retention: { last: 1 },
		};

		expect(
			simulationMarkdown(simulated([hours], from, 7), timeZone)
				.split('\n')
				.slice(2),
		).toEqual(['| 2026-11-23 | hours × 4 | hours × 3 | 2 | 1 |']);
	});

	it('shows a month of it, however long it is', () => {
		const simulation = simulated([daily('daily')], from, 100);

		expect(simulationMarkdown(simulation, timeZone).split('\n')).toHaveLength(2 + 31);
	});

	it('lets no name of a period end a cell', () => {
		expect(simulationMarkdown(simulated([daily('a|b')], from, 1), timeZone)).toContain('| a\\|b |');
	});

	it('is one sentence too', () => {
		const inWords = (periods: unknown): string =>
			simulationInWords(simulated(periods, from, 28), from, timeZone);

		expect(inWords([daily('daily')])).toBe(
			'At most 3 on each VM at once, first on 2026-11-22 02:00; about 1 new a day (the next 28 days).',
		);
		expect(simulationInWords(simulated([daily('daily')], from, 1), from, timeZone)).toContain(
			'(the next day)',
		);
		expect(inWords([weekly])).toBe(
			'At most 4 on each VM at once, first on 2026-12-13 03:00; about one new in 7 days (the next 28 days).',
		);
	});

	it('has a rate, which a day of 25 hours hardly moves', () => {
		const before = new Date('2026-10-23T22:00:00Z');

		expect(madePerDay(simulated([daily('daily')], before, 7), before)).toBeCloseTo(
			7 / (7 + 1 / 24),
		);
	});
});
