import fc from 'fast-check';
import { calendarLayout } from '../../../snapshots/pictures/calendarLayout';
import { calendarSvg } from '../../../snapshots/pictures/calendarSvg';
import { simulateProfile, type SimulatedDay } from '../../../snapshots/retention/simulate';
import { profileSchema } from '../../../snapshots/schedule/profile';
import { elementsOf, NOW, textsOf } from './fixtures';

const PROFILE = profileSchema.parse({
	name: 'Nightly',
	timeZone: 'Europe/Paris',
	periods: [{ name: 'daily', frequency: { every: 'day', at: '02:00' }, retention: { last: 2 } }],
});
const OPTIONS = { timeZone: 'Europe/Paris', from: NOW };
const picture = (days: number, more: object = {}) =>
	calendarSvg(simulateProfile(PROFILE, { from: NOW, days }), { ...OPTIONS, ...more });

const daysFrom = (first: number, count: number): SimulatedDay[] =>
	Array.from({ length: count }, (_, at) => ({
		date: new Date((first + at) * 86_400_000).toISOString().slice(0, 10),
		made: [],
		removed: [],
		existing: [],
		most: 0,
	}));

describe('the days of a calendar', () => {
	const spans = fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 120 }));

	it('lie within the frame, each under its weekday, none over another', () => {
		fc.assert(
			fc.property(spans, fc.integer({ min: 480, max: 2000 }), ([first, count], width) => {
				const { months, height, cell } = calendarLayout(daysFrom(first, count), {
					top: 100,
					width,
				});
				const places = new Set<string>();
				for (const month of months) {
					for (const { box, day } of month.cells) {
						expect(box.left).toBeGreaterThanOrEqual(0);
						expect(box.left + box.width).toBeLessThanOrEqual(width);
						expect(box.top).toBeGreaterThanOrEqual(100);
						expect(box.top + box.height).toBeLessThanOrEqual(100 + height + 1e-6);
						const weekday = (new Date(day.date).getUTCDay() + 6) % 7;
						expect(Math.round((box.left - month.box.left) / cell.width)).toBe(weekday);
						places.add(`${Math.round(box.left)} ${Math.round(box.top)}`);
					}
				}
				const cells = months.reduce((sum, month) => sum + month.cells.length, 0);
				expect(places.size).toBe(cells);
			}),
			{ numRuns: 25 },
		);
	});

	it('are all there, or counted', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 40_000 }),
				fc.integer({ min: 0, max: 900 }),
				(first, count) => {
					const { months, notShown } = calendarLayout(daysFrom(first, count), {
						top: 0,
						width: 800,
					});
					const cells = months.reduce((sum, month) => sum + month.cells.length, 0);
					expect(cells + notShown).toBe(count);
					expect(months.length).toBeLessThanOrEqual(24);
				},
			),
			{ numRuns: 30 },
		);
	});
});

describe('the picture of a calendar', () => {
	it('tells of each day what is left, made and removed', () => {
		const titles = elementsOf(picture(5))
			.filter(({ tag }) => tag === 'title')
			.map(({ text }) => text);
		expect(titles.slice(1)).toEqual([
			'2026-11-22: 0 left, at most 0 at once',
			'2026-11-23: 1 left, at most 1 at once; made: daily',
			'2026-11-24: 2 left, at most 2 at once; made: daily',
			'2026-11-25: 2 left, at most 3 at once; made: daily; removed: daily',
			'2026-11-26: 2 left, at most 3 at once; made: daily; removed: daily',
		]);
		expect(textsOf(picture(5))).toContain('+1  −1');
	});

	it('says what it comes to, and what to be warned of', () => {
		const simulation = simulateProfile(PROFILE, {
			from: NOW,
			days: 40,
			limits: [{ system: 'A hypervisor', most: 2 }],
		});
		const texts = textsOf(calendarSvg(simulation, OPTIONS)).join(' ');
		expect(texts).toContain('At most 3 on each VM at once');
		expect(texts).toContain('A hypervisor allows 2.');
	});

	it('says so where nothing is made', () => {
		const peak = { count: 0, at: NOW };
		const svg = calendarSvg({ days: [], until: NOW, peak, warnings: [] }, OPTIONS);
		expect(textsOf(svg)).toContain('No snapshot is made in these days.');
	});

	it('is the same text for the same profile, and another in the dark', () => {
		expect(picture(70)).toBe(picture(70));
		expect(picture(70, { theme: 'dark' })).not.toBe(picture(70));
	});
});
