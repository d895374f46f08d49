import type { Details, SystemId, Snapshot, Target } from './model';
import { withoutTextMark } from './mark/textMark';
import type { Action } from './operations/result';
import type { Warning } from './operations/warnings';

/** Plain JSON: what nodes emit and the command line prints. Instants are ISO 8601 in UTC. */
export type JsonValue =
	string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonRecord = { readonly [key: string]: JsonValue };

/** The one JSON shape of an outcome. Operations add fields to it, never change these. */
export interface OutcomeRecord {
	readonly system: SystemId;
	readonly target: JsonRecord;
	readonly snapshot: JsonRecord | null;
	readonly action: string;
	readonly warnings: readonly JsonRecord[];
}

/** What came of one snapshot of one target, before it is written down. */
export interface Reported {
	readonly action: Action;
	readonly target: Target;
	/** null: there is none to speak of. */
	readonly snapshot: Snapshot | null;
	readonly warnings: readonly Warning[];
}

export function outcomeRecord(
	system: SystemId,
	{ action, target, snapshot, warnings }: Reported,
	extras: JsonRecord = {},
): OutcomeRecord & JsonRecord {
	return {
		system,
		target: targetRecord(target),
		snapshot: snapshot === null ? null : snapshotRecord(snapshot),
		action,
		warnings: warnings.map(({ code, message }) => ({ code, message })),
		...extras,
	};
}

export function targetRecord(target: Target): JsonRecord {
	return {
		level: target.level,
		id: target.id,
		name: target.name,
		powerState: target.powerState,
		tags: [...target.tags],
		...detailsOf(target),
	};
}

export function snapshotRecord(snapshot: Snapshot): JsonRecord {
	const { mark } = snapshot;
	return {
		id: snapshot.id,
		name: snapshot.name,
		description: withoutTextMark(snapshot.description),
		createdAt: snapshot.createdAt.toISOString(),
		parentId: snapshot.parentId ?? null,
		current: snapshot.current,
		consistency: snapshot.consistency,
		state: snapshot.state,
		sizeBytes: snapshot.sizeBytes ?? null,
		expiresAt: snapshot.expiresAt?.toISOString() ?? null,
		held: snapshot.held,
		heldBy: mark?.hold?.by ?? null,
		holdReason: mark?.hold?.reason ?? null,
		managed: mark !== undefined,
		profile: mark?.profile ?? null,
		period: mark?.period ?? null,
		scheduledAt: mark?.scheduledAt?.toISOString() ?? null,
		...detailsOf(snapshot),
	};
}

/** Only where the system has any. */
const detailsOf = ({ details }: { readonly details?: Details }): JsonRecord =>
	details === undefined ? {} : { details };
