import { PICTURED_STANDINGS, grouped, type PicturedStanding } from './standing';
import { textWidth } from './textWidth';

/** One snapshot on the axis of its row. */
export interface Point {
	readonly x: number;
	readonly standing: PicturedStanding;
}

/** One or more snapshots that lie too close together to be told apart: their shapes, and how many they are. */
export interface Chip<P extends Point = Point> {
	readonly left: number;
	readonly width: number;
	/** Each standing once, in the order in which it matters. */
	readonly standings: readonly PicturedStanding[];
	/** From left to right. */
	readonly points: readonly P[];
}

export interface Room {
	readonly left: number;
	readonly right: number;
}

export const MARK_WIDTH = 12;
export const COUNT_STYLE = { size: 10, bold: true };
const GAP = 4;
/** Around the number. */
const PADDING = 4;

export const countText = ({ points }: Pick<Chip, 'points'>): string =>
	points.length === 1 ? '' : grouped(points.length);

/** Puts the points of a row into as many chips as fit side by side, in their order, each as near as can be. */
export function chipsOf<P extends Point>(points: readonly P[], room: Room): Chip<P>[] {
	const chips: Chip<P>[] = [];
	for (const point of [...points].sort((a, b) => a.x - b.x)) {
		let chip = placed([point], room);
		for (let before = chips.at(-1); before !== undefined; before = chips.at(-1)) {
			if (before.left + before.width + GAP <= chip.left) break;
			chips.pop();
			chip = placed([...before.points, ...chip.points], room);
		}
		chips.push(chip);
	}
	return chips;
}

/** In the middle of what it stands for, but within the room. */
function placed<P extends Point>(points: readonly P[], { left, right }: Room): Chip<P> {
	const found = new Set(points.map(({ standing }) => standing));
	const standings = PICTURED_STANDINGS.filter((one) => found.has(one));
	const count = countText({ points });
	const number = count === '' ? 0 : Math.ceil(textWidth(count, COUNT_STYLE)) + PADDING;
	const width = standings.length * MARK_WIDTH + number;
	const middle = ((points[0]?.x ?? left) + (points.at(-1)?.x ?? left)) / 2;
	const start = Math.max(left, Math.min(right - width, middle - width / 2));
	return { left: start, width, standings, points };
}
