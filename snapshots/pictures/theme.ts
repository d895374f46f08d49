import type { PicturedStanding } from './standing';

export const THEME_NAMES = ['light', 'dark'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

export interface Theme {
	readonly background: string;
	/** Behind every second row. */
	readonly band: string;
	readonly grid: string;
	readonly text: string;
	readonly mutedText: string;
	readonly now: string;
	readonly standings: Readonly<Record<PicturedStanding, string>>;
	/** From few to many, each with the colour of text that can be read on it. */
	readonly shades: readonly (readonly [fill: string, text: string])[];
}

/**
 * The colours of Okabe and Ito, which people with any kind of colour blindness tell apart, made darker on white
 * where they would be too faint. Each standing has a shape of its own besides.
 */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
	light: {
		background: '#ffffff',
		band: '#f4f6f8',
		grid: '#d5dae0',
		text: '#1b1f24',
		mutedText: '#566069',
		now: '#1b1f24',
		standings: {
			kept: '#00795a',
			expiring: '#b36b00',
			held: '#0072b2',
			failed: '#c94a00',
			foreign: '#6e7781',
			unfinished: '#a34c7e',
		},
		shades: [
			['#e3f1fa', '#1b1f24'],
			['#b5daf0', '#1b1f24'],
			['#7abce0', '#1b1f24'],
			['#2b88bd', '#000000'],
			['#0a4f7d', '#ffffff'],
		],
	},
	dark: {
		background: '#16191d',
		band: '#1d2126',
		grid: '#363d45',
		text: '#eceff2',
		mutedText: '#a3adb8',
		now: '#eceff2',
		standings: {
			kept: '#2fc398',
			expiring: '#f0b429',
			held: '#56b4e9',
			failed: '#ff7b3d',
			foreign: '#98a2ad',
			unfinished: '#dd92bb',
		},
		shades: [
			['#1d2b36', '#eceff2'],
			['#1c4460', '#eceff2'],
			['#1f6391', '#ffffff'],
			['#4ba3d6', '#000000'],
			['#b5def5', '#000000'],
		],
	},
};
