import { COUNT_STYLE, countText, MARK_WIDTH, type Chip } from './chips';
import { mark } from './marks';
import { isolated, oneLine } from './names';
import { SIDE, SMALL_STYLE, TEXT_STYLE, textLine, tooltip } from './page';
import { countsInWords, countStandings, STANDING_IN_WORDS } from './standing';
import { element, rect } from './svg';
import { textWidth } from './textWidth';
import type { Theme } from './theme';
import { ROW_HEIGHT, type PicturedSnapshot, type TimelineRow } from './timelineLayout';
import { counted, minuteInWords } from './timelineWords';

const NONE = 'no snapshots';

interface RowOptions {
	readonly namesWidth: number;
	readonly timeZone: string;
}

/** One target: its name, and its snapshots in time. */
export function timelineRow(
	{ judged, top, chips, banded }: TimelineRow,
	options: RowOptions,
	theme: Theme,
): string {
	const middle = top + ROW_HEIGHT / 2;
	const room = options.namesWidth;
	const name = oneLine(judged.target.name);
	const baseline = middle + 4;
	const behindRow = banded ? theme.band : theme.background;
	const label = element(
		'g',
		{},
		tooltip(`${isolated(name)}: ${counted(judged.snapshots.length, 'snapshot')}`),
		textLine(name, [SIDE + room, baseline], room, TEXT_STYLE, {
			fill: theme.text,
			'text-anchor': 'end',
		}),
	);
	if (chips.length > 0)
		return label + chips.map((one) => chip(one, middle, options, theme)).join('');
	const left = SIDE + room + SIDE;
	const width = textWidth(NONE, SMALL_STYLE);
	const behind = rect({ left: left - 2, top: middle - 8, width, height: 16 }, { fill: behindRow });
	return (
		label +
		behind +
		textLine(NONE, [left, baseline], width + 1, SMALL_STYLE, { fill: theme.mutedText })
	);
}

function chip(
	one: Chip<PicturedSnapshot>,
	middle: number,
	options: RowOptions,
	theme: Theme,
): string {
	const shapes = one.standings.map((standing, at) =>
		mark(standing, one.left + MARK_WIDTH * (at + 0.5), middle, theme),
	);
	const count = countText(one);
	const countAt = one.left + MARK_WIDTH * one.standings.length;
	const number =
		count === ''
			? ''
			: textLine(count, [countAt, middle + 3.5], one.width, COUNT_STYLE, { fill: theme.text });
	return element(
		'g',
		{},
		tooltip(inWords(one, options)),
		pill(one, middle, theme),
		...shapes,
		number,
	);
}

/** Around those that stand for several. */
function pill(
	{ points, left, width }: Chip<PicturedSnapshot>,
	middle: number,
	theme: Theme,
): string {
	if (points.length === 1) return '';
	const box = { left: left - 1, top: middle - 8, width: width + 3, height: 16 };
	return rect(box, { fill: theme.background, stroke: theme.grid, rx: 8 });
}

function inWords({ points }: Chip<PicturedSnapshot>, { timeZone }: RowOptions): string {
	const [first] = points;
	const last = points.at(-1);
	if (first === undefined || last === undefined) return '';
	const from = minuteInWords(first.snapshot.createdAt, timeZone);
	if (points.length === 1) {
		const name = isolated(oneLine(first.snapshot.name));
		return `${name}: ${STANDING_IN_WORDS[first.standing]}, ${from}`;
	}
	const until = minuteInWords(last.snapshot.createdAt, timeZone);
	const what = countsInWords(countStandings(points.map(({ standing }) => standing)));
	return `${what}, ${from} to ${until}`;
}
