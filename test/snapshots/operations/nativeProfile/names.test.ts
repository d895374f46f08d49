import fc from 'fast-check';
import { fitNames, LONGEST_NAME } from '../../../../snapshots/operations/nativeProfile/fitNames';

describe('names of native profiles and periods', () => {
	it('come out short, trimmed and different from each other, whatever they were', () => {
		const name = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 130 }),
			fc.constantFrom('daily', 'daily ', 'x'.repeat(70), '😀'.repeat(40)),
		);
		fc.assert(
			fc.property(fc.array(name, { maxLength: 12 }), (names) => {
				const fitted = fitNames(names);

				expect(fitted).toHaveLength(names.length);
				expect(new Set(fitted).size).toBe(names.length);
				for (const one of fitted) {
					expect(one.length).toBeGreaterThan(0);
					expect(one.length).toBeLessThanOrEqual(LONGEST_NAME);
					expect(one).toBe(one.trim());
					expect(Buffer.from(one).toString()).toBe(one); // no half of a character
				}
			}),
		);
	});

	it('stay as they are when they fit', () => {
		expect(fitNames(['Hourly', 'x'.repeat(64)])).toEqual(['Hourly', 'x'.repeat(64)]);
	});

	it('are numbered when they would come out alike', () => {
		const long = 'x'.repeat(80);

		expect(fitNames([long, `${long}y`, '', ' '])).toEqual([
			'x'.repeat(64),
			`${'x'.repeat(60)} (2)`,
			'unnamed',
			'unnamed (2)',
		]);
	});
});
