import fc from 'fast-check';
import { DateTime } from 'luxon';
import { labelAt, withoutOverlaps } from '../../../snapshots/pictures/axis';
import { chipsOf } from '../../../snapshots/pictures/chips';
import { PICTURED_STANDINGS } from '../../../snapshots/pictures/standing';
import { scaleOver, xOf } from '../../../snapshots/pictures/timeScale';
import { ticksOf } from '../../../snapshots/pictures/ticks';
import { zones } from './fixtures';

const SIDES = { left: 200, right: 780 };
const instant = fc.oneof(
	fc.integer({ min: 0, max: 4_102_444_800_000 }),
	fc.integer({ min: 1_793_000_000_000, max: 1_793_100_000_000 }),
);
const instants = fc.array(instant, { minLength: 1, maxLength: 50 });

describe('the scale of time', () => {
	it('puts every instant within its sides', () => {
		fc.assert(
			fc.property(instants, instant, (all, other) => {
				const scale = scaleOver(all, SIDES);
				for (const at of [...all, other]) {
					expect(xOf(scale, at)).toBeGreaterThanOrEqual(SIDES.left);
					expect(xOf(scale, at)).toBeLessThanOrEqual(SIDES.right);
				}
			}),
		);
	});

	it('keeps the order of instants', () => {
		fc.assert(
			fc.property(instants, (all) => {
				const scale = scaleOver(all, SIDES);
				const xs = [...all].sort((a, b) => a - b).map((at) => xOf(scale, at));
				expect(xs).toEqual([...xs].sort((a, b) => a - b));
			}),
		);
	});

	it('has a span even where there is one instant, or none', () => {
		for (const all of [[], [1_793_000_000_000]]) {
			const { from, until } = scaleOver(all, SIDES);
			expect(until).toBeGreaterThan(from);
		}
	});
});

describe('the lines of the axis', () => {
	it('lie within the span, in order, and apart', () => {
		fc.assert(
			fc.property(instants, zones, (all, zone) => {
				const scale = scaleOver(all, SIDES);
				const xs = ticksOf(scale, zone, 62).map(({ at }) => {
					expect(at).toBeGreaterThanOrEqual(scale.from);
					expect(at).toBeLessThanOrEqual(scale.until);
					return xOf(scale, at);
				});
				// In the night when clocks go forward, two may be an hour nearer.
				for (const [at, x] of xs.slice(1).entries()) {
					expect(x - (xs[at] ?? x)).toBeGreaterThan(62 * 0.45);
				}
				expect(xs.length).toBeLessThanOrEqual(12);
			}),
		);
	});

	it.each([
		['minutes', '2026-11-22T10:00Z', '2026-11-22T10:40Z', ['11:00', '11:05', '11:10']],
		['hours', '2026-11-22T00:30Z', '2026-11-22T20:00Z', ['03:00', '06:00', '09:00']],
		['days', '2026-11-20T10:00Z', '2026-11-25T10:00Z', ['21 Nov', '22 Nov', '23 Nov']],
		['weeks', '2026-10-20T10:00Z', '2026-11-25T10:00Z', ['26 Oct', '2 Nov', '9 Nov']],
		['months', '2026-01-20T10:00Z', '2026-06-25T10:00Z', ['Feb', 'Mar', 'Apr']],
		['years', '2010-01-20T10:00Z', '2026-06-25T10:00Z', ['2010', '2012', '2014']],
	])('are round local times over %s', (_span, from, until, first) => {
		const scale = scaleOver([Date.parse(from), Date.parse(until)], SIDES);
		const labels = ticksOf(scale, 'Europe/Paris', 62).map(({ label }) => label);
		expect(labels.slice(0, 3)).toEqual(first);
	});

	it('are round times of the day again after a change of the clocks', () => {
		const from = Date.parse('2026-10-24T12:00Z');
		const scale = scaleOver([from, from + 2 * 86_400_000], SIDES);
		for (const { at } of ticksOf(scale, 'Europe/Paris', 62)) {
			expect(DateTime.fromMillis(at, { zone: 'Europe/Paris' }).hour % 3).toBe(0);
		}
	});

	it('tell the day or the year where it changes, and only there', () => {
		const scale = scaleOver(
			[Date.parse('2026-12-29T10:00Z'), Date.parse('2027-01-03T10:00Z')],
			SIDES,
		);
		const contexts = ticksOf(scale, 'UTC', 62).map(({ context }) => context);
		expect(contexts.filter((one) => one !== undefined)).toEqual(['2026', '2027']);
	});

	it('have labels that stay in the frame and overlap no other', () => {
		const labels = fc.array(fc.tuple(fc.string(), fc.double({ min: 0, max: 800, noNaN: true })));
		fc.assert(
			fc.property(labels, (all) => {
				const sorted = [...all].sort((a, b) => a[1] - b[1]);
				const kept = withoutOverlaps(
					sorted.map(([text, x]) => labelAt(text, x, { left: 0, width: 800 })),
				);
				kept.forEach(({ middle, width }, at) => {
					const next = kept[at + 1];
					if (width <= 800) expect(middle - width / 2).toBeGreaterThanOrEqual(-1e-6);
					if (next) expect(middle + width / 2).toBeLessThan(next.middle - next.width / 2);
				});
				expect(kept.length > 0).toBe(all.length > 0);
			}),
		);
	});
});

describe('the chips of a row', () => {
	const points = fc.array(
		fc.record({
			x: fc.double({ min: 200, max: 780, noNaN: true }),
			standing: fc.constantFrom(...PICTURED_STANDINGS),
		}),
		{ maxLength: 300 },
	);

	it('hold each snapshot once, in its order', () => {
		fc.assert(
			fc.property(points, (all) => {
				const held = chipsOf(all, SIDES).flatMap((chip) => chip.points);
				expect(held).toEqual([...all].sort((a, b) => a.x - b.x));
			}),
		);
	});

	it('stay in their room and overlap no other', () => {
		fc.assert(
			fc.property(points, (all) => {
				const chips = chipsOf(all, SIDES);
				chips.forEach(({ left, width }, at) => {
					expect(left).toBeGreaterThanOrEqual(SIDES.left);
					expect(left + width).toBeLessThanOrEqual(SIDES.right + 1e-6);
					const next = chips[at + 1];
					if (next) expect(left + width).toBeLessThan(next.left);
				});
			}),
		);
	});

	it('show every standing that is among their snapshots, the gravest first', () => {
		fc.assert(
			fc.property(points, (all) => {
				for (const chip of chipsOf(all, SIDES)) {
					const found = new Set(chip.points.map(({ standing }) => standing));
					expect(chip.standings).toEqual(PICTURED_STANDINGS.filter((one) => found.has(one)));
				}
			}),
		);
	});
});
