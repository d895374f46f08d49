import { mark } from './marks';
import { SIDE, SMALL_STYLE, textLine, type Block } from './page';
import { STANDING_IN_WORDS, type PicturedStanding } from './standing';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

const ROW_HEIGHT = 20;
const BETWEEN = 18;

/** Says what each shape means, of those that are in the picture. */
export function legend(
	shown: readonly PicturedStanding[],
	words: Readonly<Partial<Record<PicturedStanding, string>>>,
	top: number,
	width: number,
	theme: Theme,
): Block {
	let x = SIDE;
	let y = top;
	const entries = shown.map((standing) => {
		const text = words[standing] ?? STANDING_IN_WORDS[standing];
		const label = text.charAt(0).toUpperCase() + text.slice(1);
		const space = 16 + textWidth(label, SMALL_STYLE);
		if (x > SIDE && x + space > width - SIDE) {
			x = SIDE;
			y += ROW_HEIGHT;
		}
		const drawn =
			mark(standing, x + 6, y + ROW_HEIGHT / 2, theme) +
			textLine(label, [x + 16, y + ROW_HEIGHT / 2 + 4], width, SMALL_STYLE, { fill: theme.text });
		x += space + BETWEEN;
		return drawn;
	});
	return { height: shown.length === 0 ? 0 : y + ROW_HEIGHT - top, svg: entries.join('') };
}
