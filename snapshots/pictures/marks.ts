import type { PicturedStanding } from './standing';
import { element } from './svg';
import type { Theme } from './theme';

const RADIUS = 4.5;

/** The shape of a standing around a point. Each differs from all others without its colour, too. */
export function mark(
	standing: PicturedStanding,
	x: number,
	y: number,
	{ standings, background }: Theme,
): string {
	const colour = standings[standing];
	const outlined = { fill: background, stroke: colour, 'stroke-width': 1.8 };
	const path = (d: string, attributes: Readonly<Record<string, string | number>>) =>
		element('path', { transform: `translate(${round(x)} ${round(y)})`, d, ...attributes });
	switch (standing) {
		case 'kept':
			return element('circle', { cx: x, cy: y, r: RADIUS, fill: colour });
		case 'unfinished':
			return element('circle', { cx: x, cy: y, r: RADIUS - 0.6, ...outlined });
		case 'expiring':
			return path('M-5 -4H5L0 5Z', { fill: colour });
		case 'held':
			return path('M-4 -4H4V4H-4Z', { fill: colour });
		case 'foreign':
			return path('M0 -5L5 0L0 5L-5 0Z', outlined);
		case 'failed':
			return path('M-4 -4L4 4M4 -4L-4 4', {
				fill: 'none',
				stroke: colour,
				'stroke-width': 2.6,
				'stroke-linecap': 'round',
			});
	}
}

const round = (value: number): number => Math.round(value * 100) / 100;
