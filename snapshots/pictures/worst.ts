import type { Listing } from '../operations/list';
import { assertDates } from '../retention/standing';
import { picturedStanding, type PicturedStanding, type StandingContext } from './standing';

export type Pictured = Pick<Listing, 'target' | 'snapshots'>;

/** One target with what a picture says of it. */
export interface Judged extends Pictured {
	/** Of each snapshot, in their order. */
	readonly standings: readonly PicturedStanding[];
	/** When its newest good snapshot was made. */
	readonly newestGood?: number;
}

export function judged({ target, snapshots }: Pictured, context: StandingContext): Judged {
	snapshots.forEach(assertDates);
	const standings = snapshots.map((one) => picturedStanding(one, context));
	const now = context.now.getTime();
	const good = snapshots
		.filter(({ state }) => state === 'ready')
		.map(({ createdAt }) => createdAt.getTime())
		.filter((at) => at <= now);
	const newestGood = good.length === 0 ? undefined : good.reduce((a, b) => Math.max(a, b));
	return { target, snapshots, standings, newestGood };
}

/** A health score of 0 to 100, where one is known. */
export type ScoreOf = (listing: Pictured) => number | undefined;

/** More than these nobody reads, and few programs show a picture of their height. */
export const MOST_ROWS = 50;
/** Rows without anything in them: more of them would push out what there is to see. */
const MOST_EMPTY_ROWS = 10;

/** Which targets get a row: all, in the order given; or the worst of them, worst first. */
export function chosen(
	all: readonly Judged[],
	scoreOf: ScoreOf,
): { readonly shown: readonly Judged[]; readonly rest: readonly Judged[] } {
	if (all.length <= MOST_ROWS) return { shown: all, rest: [] };
	const shown = new Set<Judged>();
	let empty = 0;
	for (const one of worstFirst(all, scoreOf)) {
		if (one.snapshots.length === 0 && ++empty > MOST_EMPTY_ROWS) continue;
		if (shown.add(one).size === MOST_ROWS) break;
	}
	return { shown: [...shown], rest: all.filter((one) => !shown.has(one)) };
}

/**
 * The targets that a person should see first: by their score, where there is one; then those without any good
 * snapshot, those with failed ones, and those whose newest good one is oldest. Equals stay in their order.
 */
function worstFirst(all: readonly Judged[], scoreOf: ScoreOf): Judged[] {
	const ranked = all.map((one) => ({
		one,
		rank: [scoreOf(one) ?? 100, one.newestGood ?? -Infinity, -failedOf(one)] as const,
	}));
	return ranked.sort((left, right) => compare(left.rank, right.rank)).map(({ one }) => one);
}

const failedOf = ({ standings }: Judged): number =>
	standings.filter((standing) => standing === 'failed').length > 0 ? 1 : 0;

type Rank = readonly [score: number, newestGood: number, failed: number];

function compare(
	[leftScore, leftNewest, leftFailed]: Rank,
	[rightScore, rightNewest, rightFailed]: Rank,
): number {
	const none = (newest: number): number => (newest === -Infinity ? 0 : 1);
	return (
		leftScore - rightScore ||
		none(leftNewest) - none(rightNewest) ||
		leftFailed - rightFailed ||
		(leftNewest === rightNewest ? 0 : leftNewest - rightNewest)
	);
}
