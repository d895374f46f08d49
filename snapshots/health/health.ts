import type { Snapshot } from '../model';
import { chainDepth } from './chain';
import { CHECKS, type Checked } from './checks';
import type { RecoveryPoint } from './expectation';
import { isAtLeast, scoreOf, type Finding, type Severity } from './finding';

/** Whether one target is protected, and what a person has to see to. */
export interface Health {
	/** 100: nothing to see to. */
	readonly score: number;
	readonly recovery: RecoveryPoint;
	readonly snapshots: number;
	readonly chainDepth: number;
	readonly oldest?: Snapshot;
	readonly held: number;
	readonly foreign: number;
	/** In the order in which a person should read them. */
	readonly findings: readonly Finding[];
}

/** Judges one target by all checks, and by what is known of it beside its snapshots. */
export function healthOf(checked: Checked, beside: readonly Finding[] = []): Health {
	const { snapshots, recovery } = checked;
	const findings = [...beside, ...CHECKS.flatMap((check) => check(checked))];
	return {
		score: scoreOf(findings),
		recovery,
		snapshots: snapshots.length,
		chainDepth: chainDepth(snapshots),
		oldest: snapshots.at(-1),
		held: snapshots.filter(({ held }) => held).length,
		foreign: snapshots.filter(({ mark }) => mark === undefined).length,
		findings,
	};
}

export const needsAttention = ({ findings }: Pick<Health, 'findings'>, from: Severity): boolean =>
	findings.some(({ severity }) => isAtLeast(severity, from));
