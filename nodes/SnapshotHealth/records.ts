import type { SnapshotError } from '../../snapshots/errors';
import type { Severity } from '../../snapshots/health/finding';
import { needsAttention, type Health } from '../../snapshots/health/health';
import type { TargetHealth } from '../../snapshots/operations/health';
import { outcomeRecord, type JsonRecord } from '../../snapshots/record';
import type { ItemRecord } from '../shared/items';

export interface Reading {
	/** From which severity on somebody must be told. */
	readonly attentionFrom: Severity;
	readonly now: Date;
}

/** The snapshot is the one that a restore would bring back. */
export function healthRecord(
	system: string,
	{ target, health }: TargetHealth,
	{ attentionFrom, now }: Reading,
): ItemRecord {
	const { score, findings, recovery } = health;
	const snapshot = recovery.newest ?? null;
	const extras: JsonRecord = {
		status: needsAttention(health, attentionFrom) ? 'needsAttention' : 'healthy',
		score,
		findings: findings.map(({ code, severity, message }) => ({ code, severity, message })),
		recoveryPoint: {
			state: recovery.state,
			newestAt: snapshot?.createdAt.toISOString() ?? null,
			ageHours: snapshot === null ? null : hoursSince(snapshot.createdAt, now),
			dueAt: recovery.dueAt?.toISOString() ?? null,
			missed: recovery.missed,
		},
		...countsOf(health, now),
	};
	return outcomeRecord(system, { action: 'checked', target, snapshot, warnings: [] }, extras);
}

const countsOf = (
	{ snapshots, chainDepth, oldest, held, foreign }: Health,
	now: Date,
): JsonRecord => ({
	snapshots,
	chainDepth,
	oldestAgeHours: oldest === undefined ? null : hoursSince(oldest.createdAt, now),
	held,
	foreign,
});

/** Nobody knows whether its VMs are protected: worse than any of them not being so. */
export const unreachableRecord = (
	system: string,
	{ code, message, advice, target }: SnapshotError,
): ItemRecord => ({
	system,
	...(target === undefined
		? {}
		: { target: { level: target.level, id: target.id, name: target.name } }),
	snapshot: null,
	action: 'checked',
	warnings: [],
	status: 'needsAttention',
	score: 0,
	findings: [{ code, severity: 'critical', message: `${message}. ${advice}`.trim() }],
});

const hoursSince = (at: Date, now: Date): number =>
	Math.round((now.getTime() - at.getTime()) / 360_000) / 10;
