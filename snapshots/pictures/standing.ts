import type { Snapshot } from '../model';

/** How a snapshot stands, as one sees at a glance. In the order in which it matters. */
export const PICTURED_STANDINGS = [
	'failed',
	'expiring',
	'unfinished',
	'held',
	'foreign',
	'kept',
] as const;
export type PicturedStanding = (typeof PICTURED_STANDINGS)[number];

export const STANDING_IN_WORDS: Readonly<Record<PicturedStanding, string>> = {
	failed: 'failed',
	expiring: 'expiring',
	unfinished: 'in progress',
	held: 'held',
	foreign: 'foreign',
	kept: 'kept',
};

export interface StandingContext {
	readonly now: Date;
	/** What ends within so many hours, or should have ended, is shown as expiring. */
	readonly expiringHours: number;
}

const HOUR_MS = 3_600_000;

export function picturedStanding(
	{ state, held, mark, expiresAt }: Snapshot,
	{ now, expiringHours }: StandingContext,
): PicturedStanding {
	if (state === 'failed') return 'failed';
	if (state === 'creating' || state === 'deleting') return 'unfinished';
	if (held) return 'held';
	const end = expiresAt ?? mark?.expiresAt;
	const soon = now.getTime() + expiringHours * HOUR_MS;
	if (end !== undefined && end.getTime() <= soon) return 'expiring';
	return mark === undefined ? 'foreign' : 'kept';
}

export type StandingCounts = ReadonlyMap<PicturedStanding, number>;

/** How many of each, in the order in which they matter; none is not told. */
export function countStandings(standings: Iterable<PicturedStanding>): StandingCounts {
	const found = new Map<PicturedStanding, number>();
	for (const one of standings) found.set(one, (found.get(one) ?? 0) + 1);
	return new Map(
		PICTURED_STANDINGS.flatMap((one) => {
			const count = found.get(one);
			return count === undefined ? [] : [[one, count] as const];
		}),
	);
}

/** For example `1 failed, 20 kept`. */
export const countsInWords = (counts: StandingCounts): string =>
	[...counts].map(([one, count]) => `${grouped(count)} ${STANDING_IN_WORDS[one]}`).join(', ');

/** `12,345`: the same on every machine, whatever its language. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
