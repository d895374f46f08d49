import { SMALL_STYLE, textLine } from './page';
import { line, type Box } from './svg';
import { textWidth } from './textWidth';
import type { Theme } from './theme';
import type { Tick } from './ticks';
import { xOf, type TimeScale } from './timeScale';

export const AXIS_HEIGHT = 34;
/** Room for `21 Nov` and `23:59` with a good distance to the next. */
export const TICKS_APART = 62;

export interface Label {
	readonly text: string;
	readonly middle: number;
	readonly width: number;
}

/** Centred where it belongs, but within the frame. */
export function labelAt(
	text: string,
	x: number,
	{ left, width }: Pick<Box, 'left' | 'width'>,
): Label {
	const own = textWidth(text, SMALL_STYLE);
	const middle = Math.max(left + own / 2, Math.min(left + width - own / 2, x));
	return { text, middle, width: own };
}

const GAP = 6;

/** Of labels from left to right those with room: the later one stays, since it tells what has changed. */
export function withoutOverlaps(labels: readonly Label[]): Label[] {
	const kept: Label[] = [];
	for (const one of [...labels].reverse()) {
		const next = kept[0];
		if (next === undefined || one.middle + one.width / 2 + GAP <= next.middle - next.width / 2) {
			kept.unshift(one);
		}
	}
	return kept;
}

export const gridLines = (
	ticks: readonly Tick[],
	scale: TimeScale,
	{ top, height }: Pick<Box, 'top' | 'height'>,
	theme: Theme,
): string =>
	ticks
		.map(({ at }) => xOf(scale, at))
		.map((x) => line([x, top], [x, top + height], { stroke: theme.grid, 'stroke-width': 1 }))
		.join('');

/** Two rows of words: the times, and the days or years to which they belong. */
export function axisLabels(
	ticks: readonly Tick[],
	scale: TimeScale,
	frame: Pick<Box, 'left' | 'width'>,
	top: number,
	theme: Theme,
): string {
	const near = withoutOverlaps(ticks.map(({ at, label }) => labelAt(label, xOf(scale, at), frame)));
	const far = withoutOverlaps(
		ticks.flatMap(({ at, context }) =>
			context === undefined || context === '' ? [] : [labelAt(context, xOf(scale, at), frame)],
		),
	);
	const drawn = (labels: readonly Label[], y: number, fill: string) =>
		labels.map(({ text, middle, width }) =>
			textLine(text, [middle, y], width + 1, SMALL_STYLE, { fill, 'text-anchor': 'middle' }),
		);
	return [...drawn(near, top + 13, theme.text), ...drawn(far, top + 28, theme.mutedText)].join('');
}
