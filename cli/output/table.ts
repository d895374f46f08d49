import { plainText } from '../../snapshots/plainText';
import type { Style } from './style';

export interface Column<Row> {
	readonly title: string;
	/** Empty where there is nothing to say. */
	readonly cell: (row: Row) => string;
	readonly align?: 'right';
}

const GAP = '  ';

/** Rows under aligned titles. A column that has nothing to say in any row is left out. */
export function table<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	heading: Style,
): string {
	const filled = columns
		.map(({ title, cell, align }) => ({
			title,
			align,
			cells: rows.map((row) => plainText(cell(row))),
		}))
		.filter(({ cells }) => cells.some((cell) => cell !== ''));
	const widths = filled.map(({ title, cells }) => Math.max(...[title, ...cells].map(widthOf)));
	const line = (texts: readonly string[]): string =>
		texts
			.map((text, at) => padded(text, widths[at] ?? 0, filled[at]?.align))
			.join(GAP)
			.trimEnd();
	const head = heading(line(filled.map(({ title }) => title)));
	const body = rows.map((_row, at) => line(filled.map(({ cells }) => cells[at] ?? '')));
	return [head, ...body].map((text) => `${text}\n`).join('');
}

function padded(text: string, width: number, align: 'right' | undefined): string {
	const blanks = ' '.repeat(width - widthOf(text));
	return align === 'right' ? blanks + text : text + blanks;
}

/** Ideographs, Hangul, full-width forms and emoji take two cells of a terminal, combining marks none. */
const WIDE =
	/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u;

export const widthOf = (text: string): number =>
	[...text.replace(/\p{M}|\u200D/gu, '')].reduce(
		(sum, character) => sum + (WIDE.test(character) ? 2 : 1),
		0,
	);
