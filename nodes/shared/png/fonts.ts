import regular from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf';

/** Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic. */
export const LATIN_FAMILY = 'DejaVu Sans';

interface Script {
	readonly letters: RegExp;
	load(): Promise<{ readonly default: Uint8Array }>;
}

/** Each is unpacked anew for each picture, which takes time: so none that the picture does not need. */
const SCRIPTS: readonly Script[] = [
	{
		letters: /\p{Script=Han}/u,
		load: async () => await import('./third-party/noto-sans/chinese.woff2'),
	},
	{
		// Japanese has ideographs that Chinese lacks, and shares its punctuation.
		letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u,
		load: async () => await import('./third-party/noto-sans/japanese.woff2'),
	},
	{
		letters: /\p{Script=Hangul}/u,
		load: async () => await import('./third-party/noto-sans/korean.woff2'),
	},
	{
		letters: /\p{Script=Thai}/u,
		load: async () => await import('./third-party/noto-sans/thai.woff2'),
	},
	{
		letters: /\p{Script=Devanagari}/u,
		load: async () => await import('./third-party/noto-sans/devanagari.woff2'),
	},
];

/**
 * What it takes to write a text. Letters of other scripts are drawn as boxes. So are those of Devanagari beside other
 * letters in one text: resvg mixes two fonts in a text only where both make equally many glyphs of it.
 */
export async function fontsFor(text: string): Promise<Uint8Array[]> {
	const wanted = SCRIPTS.filter(({ letters }) => letters.test(text));
	const loaded = await Promise.all(wanted.map((script) => script.load()));
	return [regular, bold, ...loaded.map((module) => module.default)];
}
