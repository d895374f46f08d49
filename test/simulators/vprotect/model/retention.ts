import type { Quirks } from '../quirks';
import type { Rule, Snapshot } from './entities';

const DAY_MILLISECONDS = 86_400_000;

/**
 * What a rule gives up among the snapshots of one VM: only what its policy has made, never what the next
 * incremental backup needs. A knob at 0 is not used.
 */
export function outdated(
	snapshots: readonly Snapshot[],
	rule: Rule,
	now: number,
	combine: Quirks['retention'],
): Snapshot[] {
	const ofPolicy = snapshots.filter(
		({ policy, incremental }) => policy?.guid === rule.policy.guid && !incremental,
	);
	// Of two that were made at the same instant, the later one is the newer.
	const newestFirst = ofPolicy.reverse().sort((a, b) => b.takenAt - a.takenAt);
	const { retentionVersions: versions, retentionDays: days } = rule;
	return newestFirst.filter(({ takenAt }, position) => {
		const tooMany = versions > 0 ? position >= versions : undefined;
		const tooOld = days > 0 ? takenAt < now - days * DAY_MILLISECONDS : undefined;
		const judged = [tooMany, tooOld].filter((judgement) => judgement !== undefined);
		if (judged.length === 0) return false;
		return combine === 'countOrAge' ? judged.includes(true) : !judged.includes(false);
	});
}
