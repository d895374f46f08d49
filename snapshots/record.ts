import type { SystemId, Snapshot, Target } from './model';
import { withoutTextMark } from './mark/textMark';

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

export function targetRecord(target: Target): JsonRecord {
	return {
		level: target.level,
		id: target.id,
		name: target.name,
		powerState: target.powerState,
		tags: [...target.tags],
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
	};
}
