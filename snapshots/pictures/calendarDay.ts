import { byPeriod } from '../retention/explainSimulation';
import type { CalendarCell } from './calendarLayout';
import { textLine, tooltip } from './page';
import { grouped } from './standing';
import { element, rect, type Box } from './svg';
import type { Theme } from './theme';

interface DayDrawing {
	/** Of all days. */
	readonly most: number;
	readonly spacious: boolean;
	readonly isPeak: boolean;
	readonly theme: Theme;
}

/** The more, the further from the background; the number is told as well. */
export function shadeOf(count: number, most: number, { shades }: Theme): readonly [string, string] {
	const steps = shades.length;
	const step = most === 0 ? 0 : Math.min(steps - 1, Math.floor((count / most) * (steps - 1) + 0.5));
	return shades[step] ?? ['none', 'currentColor'];
}

/** One day: which, how many are left when it ends, and what is made and removed. */
export function calendarDay(cell: CalendarCell, drawing: DayDrawing): string {
	const { box, day, dayOfMonth } = cell;
	const { most, isPeak, theme, spacious } = drawing;
	const [fill, colour] = shadeOf(day.existing.length, most, theme);
	const inset = {
		left: box.left + 1,
		top: box.top + 1,
		width: box.width - 2,
		height: box.height - 2,
	};
	// Two lines, of which one can be seen whatever the shade.
	const border = isPeak
		? rect(inset, { fill: 'none', stroke: theme.now, 'stroke-width': 2.4, rx: 3 }) +
			rect(grown(inset, -2), { fill: 'none', stroke: theme.background, 'stroke-width': 1.6, rx: 2 })
		: '';
	return element(
		'g',
		{},
		tooltip(inWords(cell)),
		rect(inset, { fill, rx: 3 }),
		border,
		textLine(String(dayOfMonth), [box.left + 5, box.top + 12], 20, { size: 9 }, { fill: colour }),
		spacious ? spaciousCounts(cell, colour) : compactCounts(cell, colour),
	);
}

const grown = ({ left, top, width, height }: Box, by: number): Box => ({
	left: left - by,
	top: top - by,
	width: width + 2 * by,
	height: height + 2 * by,
});

function spaciousCounts({ box, day }: CalendarCell, fill: string): string {
	const { made, removed, existing } = day;
	const changes = [
		...(made.length === 0 ? [] : [`+${grouped(made.length)}`]),
		...(removed.length === 0 ? [] : [`−${grouped(removed.length)}`]),
	].join('  ');
	const middle = box.left + box.width / 2;
	const centred = { fill, 'text-anchor': 'middle' };
	return (
		textLine(
			grouped(existing.length),
			[middle, box.top + 28],
			box.width,
			{ size: 17, bold: true },
			centred,
		) +
		(changes === ''
			? ''
			: textLine(changes, [middle, box.top + 44], box.width, { size: 11 }, centred))
	);
}

function compactCounts({ box, day }: CalendarCell, fill: string): string {
	const { made, removed, existing } = day;
	const right = box.left + box.width;
	const sign = (d: string, x: number) =>
		element('path', {
			transform: `translate(${Math.round(x * 100) / 100} ${box.top + 9})`,
			d,
			fill,
		});
	return [
		textLine(
			grouped(existing.length),
			[box.left + box.width / 2, box.top + 29],
			box.width - 2,
			{ size: 12, bold: true },
			{ fill, 'text-anchor': 'middle' },
		),
		...(made.length === 0 ? [] : [sign('M-2.4 2.2H2.4L0 -2.2Z', right - 11.5)]),
		...(removed.length === 0 ? [] : [sign('M-2.4 -2.2H2.4L0 2.2Z', right - 5.5)]),
	].join('');
}

function inWords({ day }: CalendarCell): string {
	const { date, made, removed, existing, most } = day;
	return [
		`${date}: ${grouped(existing.length)} left, at most ${grouped(most)} at once`,
		...(made.length === 0 ? [] : [`made: ${byPeriod(made)}`]),
		...(removed.length === 0 ? [] : [`removed: ${byPeriod(removed)}`]),
	].join('; ');
}
