/** From what only a report mentions to what must not wait. */
export const SEVERITIES = ['note', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FINDING_CODES = [
	'NO_SNAPSHOT',
	'RPO_BROKEN',
	'RPO_AT_RISK',
	'SNAPSHOT_FAILED',
	'SNAPSHOT_STUCK',
	'EXPIRED_KEPT',
	'OLD_SNAPSHOT',
	'DEEP_CHAIN',
	'NEAR_LIMIT',
	'HELD_LONG',
	'SYSTEM_TROUBLE',
	'ORPHANED',
	'FOREIGN',
	'NOT_COVERED',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One thing about the snapshots of a target that a person may have to see to. */
export interface Finding {
	readonly code: FindingCode;
	readonly severity: Severity;
	/** What is the matter, with which target, and what to do. */
	readonly message: string;
}

export const finding = (code: FindingCode, severity: Severity, message: string): Finding => ({
	code,
	severity,
	message,
});

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
	SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

const COST: Readonly<Record<Severity, number>> = { note: 0, warning: 20, critical: 60 };

/** 100: nothing to see to. Each warning and each critical finding takes its share, down to 0. */
export const scoreOf = (findings: readonly Finding[]): number =>
	Math.max(0, 100 - findings.reduce((sum, { severity }) => sum + COST[severity], 0));
