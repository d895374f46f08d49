import { simulationInWords } from '../retention/explainSimulation';
import type { Simulation } from '../retention/simulate';
import { calendarDay, shadeOf } from './calendarDay';
import { calendarLayout, type CalendarMonth } from './calendarLayout';
import { isolated, oneLine } from './names';
import { heading, page, SIDE, SMALL_STYLE, textLine, widthOf, type Block } from './page';
import type { PictureOptions } from './page';
import { grouped } from './standing';
import { element, rect } from './svg';
import { THEMES, type Theme } from './theme';
import { minuteInWords } from './timelineWords';

export interface CalendarOptions extends Omit<PictureOptions, 'now'> {
	/** When the first of the days began, as it was simulated. */
	readonly from: Date;
}

const BOTTOM = 14;

/** What a profile comes to on each VM, day by day: how many snapshots are left, what is made, what is removed. */
export function calendarSvg(simulation: Simulation, options: CalendarOptions): string {
	const { timeZone, from } = options;
	const theme = THEMES[options.theme ?? 'light'];
	const width = widthOf({ ...options, now: from });
	const title = isolated(oneLine(options.title ?? 'What the profile comes to'));
	const layoutAt = (top: number) => calendarLayout(simulation.days, { top, width });
	const { notShown } = layoutAt(0);
	const isEmpty = simulation.peak.count === 0;
	const sentences = [
		isEmpty ? 'No snapshot is made in these days.' : simulationInWords(simulation, from, timeZone),
		...simulation.warnings.map(oneLine),
		...(notShown === 0 ? [] : [`The last ${grouped(notShown)} days are not shown.`]),
	];
	const head = heading(title, sentences, width, theme);
	const { months, height, spacious } = layoutAt(head.height);
	const peakDate = isEmpty ? '' : minuteInWords(simulation.peak.at, timeZone).slice(0, 10);
	const most = simulation.peak.count;
	const drawn = months.map(
		(month) =>
			monthHead(month, theme) +
			month.cells
				.map((cell) =>
					calendarDay(cell, { most, spacious, isPeak: cell.day.date === peakDate, theme }),
				)
				.join(''),
	);
	const below = head.height + height;
	const key = isEmpty ? { height: 0, svg: '' } : scaleOfShades(most, below, theme, spacious);
	return page(
		{ width, height: below + key.height + BOTTOM },
		{ title, inWords: sentences.join(' ') },
		theme,
		head.svg,
		...drawn,
		key.svg,
	);
}

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

function monthHead({ title, box }: CalendarMonth, theme: Theme): string {
	const cellWidth = box.width / WEEKDAYS.length;
	const name = textLine(
		title,
		[box.left, box.top + 16],
		box.width,
		{ size: 13, bold: true },
		{
			fill: theme.text,
		},
	);
	const days = WEEKDAYS.map((day, at) =>
		textLine(day, [box.left + (at + 0.5) * cellWidth, box.top + 36], cellWidth, SMALL_STYLE, {
			fill: theme.mutedText,
			'text-anchor': 'middle',
		}),
	);
	return element('g', {}, name, ...days);
}

const SWATCH = 22;

/** What the shades mean, in numbers; and what stands in the corners of a day. */
function scaleOfShades(most: number, top: number, theme: Theme, spacious: boolean): Block {
	let x = SIDE;
	const say = (text: string, width: number, colour: string) => {
		const said = textLine(text, [x, top + 15], width, SMALL_STYLE, { fill: colour });
		x += width;
		return said;
	};
	const parts = [say('Left at the end of a day:', 162, theme.text)];
	const counts = [...new Set([0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * most)))];
	for (const count of counts) {
		const [fill, colour] = shadeOf(count, most, theme);
		const label = grouped(count);
		const swatch = Math.max(SWATCH, label.length * 8 + 6);
		parts.push(
			rect({ left: x, top: top + 1, width: swatch, height: 19 }, { fill, stroke: theme.grid }),
			textLine(label, [x + swatch / 2, top + 15], swatch, SMALL_STYLE, {
				fill: colour,
				'text-anchor': 'middle',
			}),
		);
		x += swatch + 3;
	}
	x += 16;
	parts.push(
		say(spacious ? '+ made, − removed that day' : '▴ made, ▾ removed that day', 196, theme.text),
		rect(
			{ left: x, top: top + 2, width: SWATCH, height: 17 },
			{ fill: 'none', stroke: theme.now, 'stroke-width': 2 },
		),
	);
	x += SWATCH + 6;
	parts.push(say('most at once', 100, theme.text));
	return { height: 24, svg: parts.join('') };
}
