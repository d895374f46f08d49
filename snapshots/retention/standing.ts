import { SnapshotError } from '../errors';
import type { SnapshotState } from '../model';

/** What the engine has to know of a snapshot. */
export interface Retainable {
	readonly id: string;
	readonly createdAt: Date;
	/** Tells which of two of one instant is the newer. */
	readonly parentId?: string;
	readonly expiresAt?: Date;
	/** Absent: ready. */
	readonly state?: SnapshotState;
	readonly held?: boolean;
	readonly inUse?: string;
}

/**
 * What a snapshot is before any policy is asked. The last three are candidates: good ones that may go.
 * `expiring` has an expiry yet to come; `open` has none.
 */
export type Standing = 'untouchable' | 'failed' | 'expired' | 'expiring' | 'open';

export function standingOf(snapshot: Retainable, now: Date): Standing {
	const { state, held, inUse, createdAt, expiresAt } = snapshot;
	const isUnfinished = state === 'creating' || state === 'deleting';
	if (isUnfinished || held === true || inUse !== undefined || isAfter(createdAt, now))
		return 'untouchable';
	if (state === 'failed') return 'failed';
	if (expiresAt === undefined) return 'open';
	return isAfter(now, expiresAt) ? 'expired' : 'expiring';
}

/** In numbers: to compare the dates themselves takes many times as long. */
const isAfter = (left: Date, right: Date): boolean => left.getTime() > right.getTime();

export const isCandidate = (standing: Standing): boolean =>
	standing !== 'untouchable' && standing !== 'failed';

/** Why nothing may be done to it. */
export function whyUntouchable(snapshot: Retainable, now: Date): string[] {
	const { state, held, inUse, createdAt } = snapshot;
	return [
		state === 'creating' || state === 'deleting' ? `still ${state}` : undefined,
		held === true ? 'held' : undefined,
		inUse === undefined ? undefined : `in use: ${inUse}`,
		isAfter(createdAt, now) ? 'dated in the future' : undefined,
	].filter((reason) => reason !== undefined);
}

/** A date that is none compares as neither older nor younger; to guess here would cost snapshots. */
export function assertDates({ id, createdAt, expiresAt }: Retainable): void {
	if (isDate(createdAt) && (expiresAt === undefined || isDate(expiresAt))) return;
	const field = isDate(createdAt) ? 'expiresAt' : 'createdAt';
	throw new SnapshotError('INVALID_INPUT', `${field} of snapshot ${id} is not a date`, {
		system: 'retention',
	});
}

const isDate = (date: Date): boolean => !Number.isNaN(date.getTime());
