import { axisLabels, AXIS_HEIGHT, gridLines } from './axis';
import { legend } from './legend';
import { heading, page, paragraphs, SIDE, SMALL_STYLE, textLine, widthOf } from './page';
import type { PictureOptions } from './page';
import { line, rect } from './svg';
import { THEMES, type Theme } from './theme';
import { ROW_HEIGHT, timelineLayout, type TimelineLayout } from './timelineLayout';
import { timelineRow } from './timelineRow';
import { restInWords, standingsOf, timelineInWords } from './timelineWords';
import { durationInWords } from '../waiting/durationInWords';
import { chosen, judged, type Pictured, type ScoreOf } from './worst';

export interface TimelineOptions extends PictureOptions {
	/** What ends within so many hours is shown as expiring. Absent: 24. */
	readonly expiringHours?: number;
	/** Ranks the targets where not all can be shown, as Snapshot Health does. Absent: by their newest good one. */
	readonly scoreOf?: ScoreOf;
}

const EXPIRING_HOURS = 24;
const BOTTOM = 14;

/**
 * The snapshots of targets in time: a row for each target in the order given, or for the worst 50, the others
 * told in words. The same input gives the same text.
 */
export function timelineSvg(listings: readonly Pictured[], options: TimelineOptions): string {
	const { now, timeZone, expiringHours = EXPIRING_HOURS, scoreOf = () => undefined } = options;
	const theme = THEMES[options.theme ?? 'light'];
	const width = widthOf(options);
	const title = options.title ?? 'Snapshots';
	const all = listings.map((one) => judged(one, { now, expiringHours }));
	const { shown, rest: others } = chosen(all, scoreOf);
	const inWords = timelineInWords(all, now, timeZone);
	const rest = restInWords(others, shown.length, now);

	const head = heading(title, [inWords, ...rest], width, theme);
	const layout = timelineLayout(shown, { top: head.height, width, now, timeZone });
	const drawing =
		all.length === 0 ? nothing(head.height, width, theme) : chart(layout, options, theme);
	const below = all.length === 0 ? head.height + 60 : layout.top + layout.height + AXIS_HEIGHT + 6;
	const words = {
		expiring: `expires within ${durationInWords(expiringHours * 3600)}, or should have`,
	};
	const key = legend([...standingsOf(shown).keys()], words, below, width, theme);
	const height = below + key.height + BOTTOM;
	return page(
		{ width, height },
		{ title, inWords: [inWords, ...rest].join(' ') },
		theme,
		head.svg,
		drawing,
		key.svg,
	);
}

const nothing = (top: number, width: number, theme: Theme): string =>
	paragraphs(['There is nothing to show: no target was found.'], top + 16, width, theme.text).svg;

function chart(layout: TimelineLayout, options: TimelineOptions, theme: Theme): string {
	const { scale, ticks, top, height, rows, namesWidth, nowX, axisAbove } = layout;
	const width = widthOf(options);
	const bottom = top + height;
	const left = SIDE + namesWidth;
	const frame = { left, width: width - left - SIDE / 2 };
	const bands = rows
		.filter(({ banded }) => banded)
		.map((row) =>
			rect(
				{ left: SIDE / 2, top: row.top, width: width - SIDE, height: ROW_HEIGHT },
				{ fill: theme.band },
			),
		);
	return [
		...bands,
		gridLines(ticks, scale, { top, height }, theme),
		line([nowX, top - 2], [nowX, bottom], {
			stroke: theme.now,
			'stroke-width': 1.2,
			'stroke-dasharray': '4 3',
		}),
		nowLabel(nowX, top - 6, width, theme),
		...(axisAbove ? [axisLabels(ticks, scale, frame, top - AXIS_HEIGHT - 14, theme)] : []),
		...rows.map((row) => timelineRow(row, { namesWidth, timeZone: options.timeZone }, theme)),
		axisLabels(ticks, scale, frame, bottom, theme),
	].join('');
}

const NOW_ROOM = 40;
const nowLabel = (x: number, y: number, width: number, theme: Theme): string =>
	textLine('now', [Math.min(x, width - SIDE - NOW_ROOM / 4), y], NOW_ROOM, SMALL_STYLE, {
		fill: theme.text,
		'text-anchor': 'middle',
	});
