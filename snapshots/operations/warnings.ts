import type { LevelCapabilities } from '../capabilities';
import type { Snapshot, Target } from '../model';
import { durationInWords } from '../waiting/durationInWords';

export const WARNING_CODES = [
	'MANY_SNAPSHOTS',
	'OLD_SNAPSHOT',
	'NEAR_LIMIT',
	'HELD_LONG',
	'SYSTEM_TROUBLE',
	'MEMORY_NOT_CAPTURED',
	'QUIESCE_NOT_ACHIEVED',
	'EXPIRY_NOT_KEPT',
	'SNAPSHOTS_LOST',
	'POWER_CHANGED',
	'CHILDREN_KEPT',
	'NO_SAFETY_SNAPSHOT',
	'NO_RETENTION_RULE',
	'NOT_EXPRESSIBLE',
	'PROFILE_IN_USE',
	'PROFILE_LEFT',
	'TAKES_NOTHING',
	'DECIDED_BY_SYSTEM',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** What a good colleague would mention. Nothing failed. */
export interface Warning {
	readonly code: WarningCode;
	readonly message: string;
}

export const warning = (code: WarningCode, message: string): Warning => ({ code, message });

/** Both vendors' manuals and Storware's warn from three on, and after 72 hours. */
const MANY = 3;
const OLD_HOURS = 72;
const NEAR_LIMIT_SHARE = 0.8;
/** Nothing ends a hold but a person, who may have forgotten it. */
const HELD_LONG_DAYS = 30;

/** What is unhealthy about the snapshots of one target, whatever was just done. */
export function chainWarnings(
	target: Target,
	snapshots: readonly Snapshot[],
	capabilities: LevelCapabilities,
	now: Date,
): Warning[] {
	return [
		...manyWarning(target, snapshots, capabilities.maxSnapshotsPerTarget),
		...oldWarning(target, snapshots, now),
		...heldLongWarnings(target, snapshots, now),
		...(target.troubles ?? []).map((trouble) => warning('SYSTEM_TROUBLE', trouble)),
	];
}

function manyWarning(
	target: Target,
	{ length }: readonly Snapshot[],
	limit: number | undefined,
): Warning[] {
	if (limit !== undefined && length >= limit * NEAR_LIMIT_SHARE) {
		return [
			warning(
				'NEAR_LIMIT',
				`${target.name} has ${length} of at most ${limit} snapshots. Prune soon.`,
			),
		];
	}
	if (length < MANY) return [];
	return [
		warning(
			'MANY_SNAPSHOTS',
			`${target.name} has ${length} snapshots. Each one costs speed and space.`,
		),
	];
}

function oldWarning(target: Target, snapshots: readonly Snapshot[], now: Date): Warning[] {
	const oldest = snapshots.reduce<Snapshot | undefined>(
		(found, one) => (found === undefined || one.createdAt < found.createdAt ? one : found),
		undefined,
	);
	if (oldest === undefined) return [];
	const ageSeconds = (now.getTime() - oldest.createdAt.getTime()) / 1000;
	if (ageSeconds <= OLD_HOURS * 3600) return [];
	const age = durationInWords(ageSeconds);
	return [
		warning(
			'OLD_SNAPSHOT',
			`The oldest snapshot of ${target.name}, ${oldest.name}, is ${age} old. Snapshots are no backups; remove it when it is no longer needed.`,
		),
	];
}

function heldLongWarnings(target: Target, snapshots: readonly Snapshot[], now: Date): Warning[] {
	return snapshots.flatMap(({ held, createdAt, name, mark }) => {
		const ageSeconds = (now.getTime() - createdAt.getTime()) / 1000;
		if (!held || ageSeconds <= HELD_LONG_DAYS * 86_400) return [];
		const by = mark?.hold === undefined ? '' : ` by ${mark.hold.by} (${mark.hold.reason})`;
		const age = durationInWords(ageSeconds);
		const message = `Snapshot ${name} of ${target.name} is ${age} old and held${by}. Release it when it is no longer needed.`;
		return [warning('HELD_LONG', message)];
	});
}
