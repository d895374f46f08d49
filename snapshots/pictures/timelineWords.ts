import { LEVEL_IN_WORDS } from '../model';
import { Zone } from '../time/zone';
import { durationInWords } from '../waiting/durationInWords';
import { countsInWords, countStandings, grouped, type PicturedStanding } from './standing';
import type { Judged } from './worst';

export const counted = (count: number, one: string): string =>
	`${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

/** `2 VMs`, or `2 targets` where they are of several kinds. */
export function targetsInWords(all: readonly Judged[]): string {
	const levels = new Set(all.map(({ target }) => target.level));
	const [level] = levels;
	return counted(all.length, levels.size === 1 && level ? LEVEL_IN_WORDS[level] : 'target');
}

export const standingsOf = (all: readonly Judged[]): Map<PicturedStanding, number> =>
	new Map(countStandings(all.flatMap(({ standings }) => standings)));

/** To the minute, as people read it: `2026-11-21 02:15`. */
export const minuteInWords = (at: Date, timeZone: string): string =>
	Zone.named(timeZone).localTime(at.getTime()).toString().slice(0, 16);

/** What the whole comes to. */
export function timelineInWords(all: readonly Judged[], now: Date, timeZone: string): string {
	const asOf = `as of ${minuteInWords(now, timeZone)} (${timeZone})`;
	if (all.length === 0) return `No targets, ${asOf}.`;
	const snapshots = all.reduce((sum, one) => sum + one.snapshots.length, 0);
	if (snapshots === 0) return `${targetsInWords(all)} without any snapshot, ${asOf}.`;
	const of = countsInWords(standingsOf(all));
	return `${targetsInWords(all)} with ${counted(snapshots, 'snapshot')} (${of}), ${asOf}.`;
}

/** Those that are not drawn, so that nothing is out of sight without a word. */
export function restInWords(rest: readonly Judged[], shown: number, now: Date): string[] {
	if (rest.length === 0) return [];
	const snapshots = rest.reduce((sum, one) => sum + one.snapshots.length, 0);
	const of = snapshots === 0 ? '' : ` (${countsInWords(standingsOf(rest))})`;
	const without = rest.filter(({ newestGood }) => newestGood === undefined).length;
	const ages = rest.flatMap(({ newestGood }) =>
		newestGood === undefined ? [] : [now.getTime() - newestGood],
	);
	const oldest = ages.reduce((a, b) => Math.max(a, b), 0);
	return [
		`The worst ${grouped(shown)} are shown. Not shown: ${targetsInWords(rest)} with ${counted(snapshots, 'snapshot')}${of}.`,
		...(ages.length === 0
			? []
			: [
					`The newest good snapshot of each of those is at most ${durationInWords(oldest / 1000)} old.`,
				]),
		...(without === 0
			? []
			: [`${grouped(without)} of those ${without === 1 ? 'has' : 'have'} no good snapshot.`]),
	];
}
