import type { Snapshot } from '../model';
import { sortNewestFirst } from '../order';
import { durationInWords } from '../waiting/durationInWords';
import { legend } from './legend';
import { isolated, oneLine } from './names';
import { heading, page, widthOf, type PictureOptions } from './page';
import { countsInWords, countStandings, picturedStanding, grouped } from './standing';
import { THEMES } from './theme';
import { counted, minuteInWords } from './timelineWords';
import { treeRows } from './treeLayout';
import { TREE_ROW_HEIGHT, treeRow } from './treeRow';
import { judged, type Pictured } from './worst';

export interface TreeOptions extends PictureOptions {
	/** What ends within so many hours is shown as expiring. Absent: 24. */
	readonly expiringHours?: number;
}

const EXPIRING_HOURS = 24;
/** A chain that is longer is told in words; the newest are what a person can still revert to with profit. */
const MOST_SNAPSHOTS = 60;
const BOTTOM = 14;

/** The snapshots of one target by descent, and where in it the target is now. */
export function treeSvg({ target, snapshots }: Pictured, options: TreeOptions): string {
	const { now, timeZone, expiringHours = EXPIRING_HOURS } = options;
	const context = { now, expiringHours };
	const theme = THEMES[options.theme ?? 'light'];
	const width = widthOf(options);
	const title = options.title ?? `Snapshots of ${isolated(oneLine(target.name))}`;
	const { standings } = judged({ target, snapshots }, context);
	const counts = countStandings(standings);
	const of = snapshots.length === 0 ? '' : ` (${countsInWords(counts)})`;
	const many = snapshots.length === 0 ? 'No snapshots' : counted(snapshots.length, 'snapshot');
	const inWords = `${many}${of}, as of ${minuteInWords(now, timeZone)} (${timeZone}).`;
	const { shown, hidden } = newest(snapshots);
	const rest =
		hidden === 0
			? []
			: [`The newest ${MOST_SNAPSHOTS} are shown. Not shown: ${grouped(hidden)} older.`];

	const head = heading(title, [inWords, ...rest], width, theme);
	const rows = treeRows(shown);
	const drawn = rows.map((row, at) =>
		treeRow(row, at, { ...options, context, rows, top: head.height, width, theme }),
	);
	const below = head.height + rows.length * TREE_ROW_HEIGHT + 8;
	const shownStandings = countStandings(shown.map((one) => picturedStanding(one, context)));
	const words = {
		expiring: `expires within ${durationInWords(expiringHours * 3600)}, or should have`,
	};
	const key = legend([...shownStandings.keys()], words, below, width, theme);
	const height = below + key.height + BOTTOM;
	const described = { title, inWords: [inWords, ...rest].join(' ') };
	return page({ width, height }, described, theme, head.svg, ...drawn, key.svg);
}

function newest(snapshots: readonly Snapshot[]): { shown: Snapshot[]; hidden: number } {
	const shown = sortNewestFirst(snapshots).slice(0, MOST_SNAPSHOTS);
	return { shown, hidden: snapshots.length - shown.length };
}
