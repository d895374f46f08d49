import { AXIS_HEIGHT, TICKS_APART } from './axis';
import { chipsOf, MARK_WIDTH, type Chip, type Point } from './chips';
import { oneLine } from './names';
import { SIDE, TEXT_STYLE } from './page';
import { cutToWidth, textWidth } from './textWidth';
import { scaleOver, xOf, type TimeScale } from './timeScale';
import { ticksOf, type Tick } from './ticks';
import type { Judged } from './worst';
import type { Snapshot } from '../model';

export interface PicturedSnapshot extends Point {
	readonly snapshot: Snapshot;
}

export interface TimelineRow {
	readonly judged: Judged;
	readonly top: number;
	/** On a darker ground, as every second row is, so that the eye keeps to it. */
	readonly banded: boolean;
	readonly chips: readonly Chip<PicturedSnapshot>[];
}

/** Where everything of a timeline lies. */
export interface TimelineLayout {
	readonly scale: TimeScale;
	readonly ticks: readonly Tick[];
	readonly nowX: number;
	/** Of the room for the names, at the left. */
	readonly namesWidth: number;
	readonly rows: readonly TimelineRow[];
	/** Of the rows, without the axes. */
	readonly top: number;
	readonly height: number;
	/** The axis is told above too where the one below is far. */
	readonly axisAbove: boolean;
}

export const ROW_HEIGHT = 24;
/** Above it, for the word at the line of the present. */
const NOW_HEIGHT = 16;
const MANY_ROWS = 15;
const NAMES_SHARE = 0.26;
const LEAST_NAMES_WIDTH = 60;

/** As much as the longest name takes, but no more than its share of the picture. */
function namesWidthOf(shown: readonly Judged[], width: number): number {
	const most = Math.round(width * NAMES_SHARE);
	const widths = shown.map(({ target }) =>
		textWidth(cutToWidth(oneLine(target.name), most, TEXT_STYLE), TEXT_STYLE),
	);
	return Math.ceil(Math.min(most, Math.max(LEAST_NAMES_WIDTH, ...widths)));
}

export interface TimelineFrame {
	readonly top: number;
	readonly width: number;
	readonly now: Date;
	readonly timeZone: string;
}

export function timelineLayout(
	shown: readonly Judged[],
	{ top: frameTop, width, now, timeZone }: TimelineFrame,
): TimelineLayout {
	const namesWidth = namesWidthOf(shown, width);
	const left = SIDE + namesWidth + SIDE / 2;
	const right = width - SIDE;
	const instants = shown.flatMap(({ snapshots }) =>
		snapshots.map(({ createdAt }) => createdAt.getTime()),
	);
	const half = MARK_WIDTH / 2;
	const scale = scaleOver([...instants, now.getTime()], { left: left + half, right: right - half });
	const axisAbove = shown.length > MANY_ROWS;
	const top = frameTop + NOW_HEIGHT + (axisAbove ? AXIS_HEIGHT : 0);
	return {
		scale,
		ticks: ticksOf(scale, timeZone, TICKS_APART),
		namesWidth,
		nowX: xOf(scale, now.getTime()),
		rows: shown.map((judged, row) => ({
			judged,
			top: top + row * ROW_HEIGHT,
			banded: row % 2 === 0,
			chips: chipsOf(pointsOf(judged, scale), { left, right }),
		})),
		top,
		height: shown.length * ROW_HEIGHT,
		axisAbove,
	};
}

const pointsOf = ({ snapshots, standings }: Judged, scale: TimeScale): PicturedSnapshot[] =>
	snapshots.map((snapshot, at) => ({
		x: xOf(scale, snapshot.createdAt.getTime()),
		standing: standings[at] ?? 'kept',
		snapshot,
	}));
