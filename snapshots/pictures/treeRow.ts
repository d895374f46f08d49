import type { Consistency, Snapshot } from '../model';
import { durationInWords } from '../waiting/durationInWords';
import { mark } from './marks';
import { isolated, oneLine } from './names';
import { SIDE, SMALL_STYLE, TEXT_STYLE, textLine, tooltip } from './page';
import { picturedStanding, STANDING_IN_WORDS, type StandingContext } from './standing';
import { element, line, rect } from './svg';
import type { Theme } from './theme';
import { minuteInWords } from './timelineWords';
import type { TreeRow } from './treeLayout';

export const TREE_ROW_HEIGHT = 26;
const LANE_WIDTH = 20;
const BELOW_MARK = 7;
/** Further branches share the last column: names need room too. */
const MOST_LANES = 12;
/** Of the columns at the right. */
const MADE_WIDTH = 122;
const AGE_WIDTH = 64;
const KIND_WIDTH = 76;

const CONSISTENCY_IN_WORDS: Readonly<Record<Consistency, string>> = {
	crash: 'disks',
	quiesced: 'quiesced',
	memory: 'with RAM',
};

export interface TreeDrawing {
	readonly rows: readonly TreeRow<Snapshot>[];
	readonly context: StandingContext;
	readonly timeZone: string;
	readonly top: number;
	readonly width: number;
	readonly theme: Theme;
}

export const laneX = (lane: number): number =>
	SIDE + LANE_WIDTH / 2 + Math.min(lane, MOST_LANES - 1) * LANE_WIDTH;

/** One snapshot with the line to its parent, or the present. */
export function treeRow(row: TreeRow<Snapshot>, at: number, drawing: TreeDrawing): string {
	const { theme, rows, top, width } = drawing;
	const y = top + (at + 0.5) * TREE_ROW_HEIGHT;
	const lanes = 1 + rows.reduce((most, { lane }) => Math.max(most, lane), 0);
	const left = laneX(lanes) - 2;
	const band =
		at % 2 === 0
			? rect(
					{
						left: SIDE / 2,
						top: y - TREE_ROW_HEIGHT / 2,
						width: width - SIDE,
						height: TREE_ROW_HEIGHT,
					},
					{ fill: theme.band },
				)
			: '';
	const content =
		row.snapshot === undefined
			? present(laneX(row.lane), y, left, drawing)
			: snapshotLine(row.snapshot, laneX(row.lane), y, left, drawing);
	return band + connection(row, y, drawing) + content;
}

/** Down the parent's column, and over to its own in the last row. Bands lie below, since they are drawn row by row. */
function connection(
	{ parentRow, lane, cutOff }: TreeRow<Snapshot>,
	y: number,
	drawing: TreeDrawing,
): string {
	const { theme, rows, top } = drawing;
	const stroke = { stroke: theme.mutedText, 'stroke-width': 1.4 };
	const x = laneX(lane);
	if (cutOff)
		return line([x, y - TREE_ROW_HEIGHT / 2 + 1], [x, y], { ...stroke, 'stroke-dasharray': '2 2' });
	if (parentRow === undefined) return '';
	const parentX = laneX(rows[parentRow]?.lane ?? 0);
	const parentY = top + (parentRow + 0.5) * TREE_ROW_HEIGHT;
	const d = `M${parentX} ${parentY + BELOW_MARK}V${y}H${x}`;
	return element('path', { d, fill: 'none', ...stroke });
}

function present(x: number, y: number, left: number, { width, theme }: TreeDrawing): string {
	const ring = { cx: x, cy: y, fill: theme.background, stroke: theme.now, 'stroke-width': 1.6 };
	return (
		element('circle', { ...ring, r: 6 }) +
		element('circle', { cx: x, cy: y, r: 2.5, fill: theme.now }) +
		textLine(
			'now: the target as it is',
			[left, y + 4],
			width - left - SIDE,
			{ ...TEXT_STYLE, bold: true },
			{
				fill: theme.text,
			},
		)
	);
}

function snapshotLine(
	snapshot: Snapshot,
	x: number,
	y: number,
	left: number,
	{ context, timeZone, width, theme }: TreeDrawing,
): string {
	const standing = picturedStanding(snapshot, context);
	const name = oneLine(snapshot.name);
	const made = minuteInWords(snapshot.createdAt, timeZone);
	const kindX = width - SIDE;
	const ageX = kindX - KIND_WIDTH;
	const madeX = ageX - AGE_WIDTH;
	const cell = (text: string, at: number, room: number) =>
		textLine(text, [at, y + 4], room, SMALL_STYLE, { fill: theme.mutedText, 'text-anchor': 'end' });
	return element(
		'g',
		{},
		tooltip(`${isolated(name)}: ${STANDING_IN_WORDS[standing]}, ${made}`),
		mark(standing, x, y, theme),
		textLine(name, [left, y + 4], madeX - MADE_WIDTH - left, TEXT_STYLE, { fill: theme.text }),
		cell(made, madeX, MADE_WIDTH),
		cell(ageInWords(context.now.getTime() - snapshot.createdAt.getTime()), ageX, AGE_WIDTH),
		cell(CONSISTENCY_IN_WORDS[snapshot.consistency], kindX, KIND_WIDTH),
	);
}

const ageInWords = (ms: number): string => (ms < 0 ? 'in future' : durationInWords(ms / 1000));
