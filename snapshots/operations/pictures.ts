import type { Connection, Patience } from '../connection';
import type { Target } from '../model';
import { calendarSvg, type CalendarOptions } from '../pictures/calendarSvg';
import { timelineSvg, type TimelineOptions } from '../pictures/timelineSvg';
import { treeSvg, type TreeOptions } from '../pictures/treeSvg';
import { previewProfile } from '../retention/profilePreview';
import type { SimulationOptions } from '../retention/simulate';
import type { Profile } from '../schedule/profile';
import { listingsOf } from './listings';
import type { TargetSelection } from './resolveTargets';

export interface PictureOrder<Options> {
	readonly selection: TargetSelection;
	readonly patience: Patience;
	readonly options: Omit<Options, 'now'>;
}

/** The snapshots of all targets meant, in time, as one SVG. */
export async function drawTimeline(
	on: Connection,
	{ selection, patience, options }: PictureOrder<TimelineOptions>,
): Promise<string> {
	const listings = await listingsOf(on, selection, patience);
	return timelineSvg(listings, { ...options, now: on.clock.now() });
}

export interface TargetPicture {
	readonly target: Target;
	readonly svg: string;
}

/** The tree of snapshots of each target meant, by the target’s name. */
export async function drawTrees(
	on: Connection,
	{ selection, patience, options }: PictureOrder<TreeOptions>,
): Promise<TargetPicture[]> {
	const listings = await listingsOf(on, selection, patience);
	const now = on.clock.now();
	return listings.map((one) => ({ target: one.target, svg: treeSvg(one, { ...options, now }) }));
}

export interface CalendarOrder {
	readonly simulation: Omit<SimulationOptions, 'from'>;
	readonly options?: Pick<CalendarOptions, 'theme' | 'width' | 'title'>;
}

/** What a profile will come to on each VM, from when it is due next, as a calendar. */
export function drawCalendar(
	profile: Profile,
	now: Date,
	{ simulation, options = {} }: CalendarOrder,
): string {
	const { ahead, inWords, warnings } = previewProfile(profile, now, simulation);
	const { from, simulation: simulated } = ahead ?? {
		from: now,
		simulation: { days: [], until: now, peak: { count: 0, at: now }, warnings: [] },
	};
	const { timeZone, name } = profile;
	return calendarSvg(
		{ ...simulated, warnings: ahead === undefined ? [inWords, ...warnings] : warnings },
		{ title: `What ${name} comes to on each VM`, ...options, timeZone, from },
	);
}
