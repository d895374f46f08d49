import { PICTURED_STANDINGS } from '../../../snapshots/pictures/standing';
import { THEME_NAMES, THEMES } from '../../../snapshots/pictures/theme';

type Colour = readonly [red: number, green: number, blue: number];

/** Linear light, 0 to 1. */
function light(hex: string): Colour {
	const part = (at: number) => {
		const value = parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return [part(1), part(3), part(5)];
}

const luminance = ([red, green, blue]: Colour): number =>
	0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** As WCAG 2 reckons it. */
function contrast(one: string, other: string): number {
	const [dark = 0, bright = 0] = [one, other]
		.map((hex) => luminance(light(hex)))
		.sort((a, b) => a - b);
	return (bright + 0.05) / (dark + 0.05);
}

describe.each(THEME_NAMES)('the %s colours', (name) => {
	const theme = THEMES[name];
	const grounds = [theme.background, theme.band];

	it('of texts can be read on both grounds', () => {
		for (const ground of grounds) {
			for (const text of [theme.text, theme.mutedText]) {
				expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
			}
		}
	});

	it.each(PICTURED_STANDINGS)('of %s can be seen on both grounds', (standing) => {
		for (const ground of grounds) {
			expect(contrast(theme.standings[standing], ground)).toBeGreaterThanOrEqual(3);
		}
	});

	it('of standings are all different', () => {
		const colours = Object.values(theme.standings);
		expect(new Set(colours).size).toBe(colours.length);
	});

	it('of shades go one way from the background, and can be written on', () => {
		for (const [fill, text] of theme.shades) {
			expect(contrast(fill, text)).toBeGreaterThanOrEqual(4.5);
		}
		const distances = theme.shades.map(([fill]) => contrast(fill, theme.background));
		expect(distances).toEqual([...distances].sort((a, b) => a - b));
	});
});
