import type { LevelCapabilities } from '../capabilities';
import type { Snapshot, Target } from '../model';
import { durationInWords } from '../waiting/durationInWords';
import { chainDepth } from './chain';
import type { RecoveryPoint } from './expectation';
import { finding, type Finding } from './finding';

/** From when on something is worth a word. */
export interface HealthLimits {
	/** Of a snapshot that nothing ends. Vendors advise 72 hours. */
	readonly oldHours: number;
	/** Of one that is being made or removed. */
	readonly stuckHours: number;
	/** How long after its end a snapshot may still be there. */
	readonly expiredHours: number;
	readonly heldDays: number;
	/** Snapshots that stand one on another; each costs speed. */
	readonly chainDepth: number;
}

export const DEFAULT_HEALTH_LIMITS: HealthLimits = {
	oldHours: 72,
	stuckHours: 3,
	expiredHours: 24,
	heldDays: 30,
	chainDepth: 8,
};

export interface Checked {
	readonly target: Target;
	/** Newest first. */
	readonly snapshots: readonly Snapshot[];
	readonly recovery: RecoveryPoint;
	readonly now: Date;
	readonly capabilities: LevelCapabilities;
	readonly limits: HealthLimits;
}

const HOUR_S = 3600;
const DAY_S = 86_400;
const NEAR_LIMIT_SHARE = 0.8;

/** Every check, in the order in which a person should read what it finds. */
export const CHECKS: readonly ((checked: Checked) => Finding[])[] = [
	recoveryPoint,
	({ target, snapshots }) =>
		named(snapshots.filter(({ state }) => state === 'failed')).map((names) =>
			finding(
				'SNAPSHOT_FAILED',
				'warning',
				`${target.name} has snapshots that failed: ${names}. They can’t be reverted to; delete them.`,
			),
		),
	(checked) =>
		named(
			checked.snapshots.filter(
				(one) =>
					(one.state === 'creating' || one.state === 'deleting') &&
					ageSeconds(checked, one) > checked.limits.stuckHours * HOUR_S,
			),
		).map((names) =>
			finding(
				'SNAPSHOT_STUCK',
				'warning',
				`On ${checked.target.name}, work on snapshots does not end: ${names}. Look at the tasks of the system.`,
			),
		),
	({ target: { troubles = [] } }) =>
		troubles.map((trouble) => finding('SYSTEM_TROUBLE', 'warning', trouble)),
	expiredKept,
	nearLimit,
	chain,
	old,
	heldLong,
	({ target, snapshots }) => {
		const { length } = snapshots.filter(({ mark }) => mark === undefined);
		if (length === 0) return [];
		const those = length === 1 ? '1 snapshot' : `${length} snapshots`;
		const message = `${target.name} has ${those} that this package did not make.`;
		return [finding('FOREIGN', 'note', message)];
	},
];

function recoveryPoint({ target, recovery, now }: Checked): Finding[] {
	const { state, newest, dueAt, missed } = recovery;
	if (state === 'kept' || state === 'notDue') return [];
	if (state === 'notPromised') {
		if (newest !== undefined) return [];
		const message = `${target.name} has no snapshot that could be reverted to.`;
		return [finding('NO_SNAPSHOT', 'note', message)];
	}
	const due = dueAt === undefined ? '' : ` One was due at ${dueAt.toISOString()}.`;
	if (newest === undefined) {
		const message = `${target.name} has no good snapshot.${due}`;
		return [finding('NO_SNAPSHOT', state === 'broken' ? 'critical' : 'warning', message)];
	}
	const age = durationInWords((now.getTime() - newest.createdAt.getTime()) / 1000);
	const times = missed > 1 ? ` ${missed} were missed.` : '';
	const message = `The newest good snapshot of ${target.name}, ${newest.name}, is ${age} old.${due}${times}`;
	return state === 'broken'
		? [finding('RPO_BROKEN', 'critical', `${message} See whether its workflow still runs.`)]
		: [finding('RPO_AT_RISK', 'warning', message)];
}

/** What should have gone by now: prune no longer runs, or can't. */
function expiredKept(checked: Checked): Finding[] {
	const { target, snapshots, limits, now } = checked;
	const over = snapshots.filter(({ mark, held, expiresAt }) => {
		const end = expiresAt ?? mark?.expiresAt;
		if (mark === undefined || held || end === undefined) return false;
		return (now.getTime() - end.getTime()) / 1000 > limits.expiredHours * HOUR_S;
	});
	return named(over).map((names) =>
		finding(
			'EXPIRED_KEPT',
			'warning',
			`Snapshots of ${target.name} are past their end and still there: ${names}. See whether Prune by Retention still runs.`,
		),
	);
}

function nearLimit({ target, snapshots: { length }, capabilities }: Checked): Finding[] {
	const { maxSnapshotsPerTarget: most } = capabilities;
	if (most === undefined || length < most * NEAR_LIMIT_SHARE) return [];
	const message = `${target.name} has ${length} of at most ${most} snapshots. Prune soon, or the next one fails.`;
	return [finding('NEAR_LIMIT', 'warning', message)];
}

function chain({ target, snapshots, limits }: Checked): Finding[] {
	const depth = chainDepth(snapshots);
	if (depth <= limits.chainDepth) return [];
	const message = `${depth} snapshots of ${target.name} stand one on another. Each one costs speed and space.`;
	return [finding('DEEP_CHAIN', 'warning', message)];
}

/** What a profile ends, or a person holds, is old by intent. */
function old(checked: Checked): Finding[] {
	const { target, snapshots, limits, recovery } = checked;
	const found = snapshots.filter(
		(one) =>
			one.id !== recovery.newest?.id &&
			!one.held &&
			one.expiresAt === undefined &&
			one.mark?.expiresAt === undefined &&
			one.mark?.periodKey === undefined &&
			ageSeconds(checked, one) > limits.oldHours * HOUR_S,
	);
	const oldest = found.at(-1);
	if (oldest === undefined) return [];
	const age = durationInWords(ageSeconds(checked, oldest));
	const others = found.length === 1 ? '' : ` and ${found.length - 1} more that nothing ends`;
	const message = `Snapshot ${oldest.name} of ${target.name} is ${age} old${others}. Snapshots are no backups; remove what is no longer needed.`;
	return [finding('OLD_SNAPSHOT', 'warning', message)];
}

function heldLong(checked: Checked): Finding[] {
	const { target, snapshots, limits } = checked;
	const found = snapshots.filter(
		(one) => one.held && ageSeconds(checked, one) > limits.heldDays * DAY_S,
	);
	return named(found).map((names) =>
		finding(
			'HELD_LONG',
			'warning',
			`Snapshots of ${target.name} are held for more than ${limits.heldDays} days: ${names}. Release what is no longer needed.`,
		),
	);
}

const ageSeconds = ({ now }: Checked, { createdAt }: Snapshot): number =>
	(now.getTime() - createdAt.getTime()) / 1000;

const MOST_NAMED = 3;

/** One text for all of them, or nothing where there is none. */
function named(snapshots: readonly Snapshot[]): string[] {
	if (snapshots.length === 0) return [];
	const names = snapshots.slice(0, MOST_NAMED).map(({ name }) => name);
	const more = snapshots.length - names.length;
	return [`${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}
