import type { Row } from './table';
import { refusal, type World } from './world';

const WEEK_SECONDS = 604_800;

/** The end of a lock that begins now: a week, or the expiry if that is sooner. */
function endOfLock(world: World, snapshot: Row): number {
	const week = world.now() + WEEK_SECONDS;
	const expires = Number(snapshot.expires);
	return expires > 0 ? Math.min(expires, week) : week;
}

/** 26.1.0 to 26.1.6 lock a snapshot that exists for a week, even when it expires before that. */
const locksTooLong = (version: string): boolean => /^26\.1\.[0-6]$/.test(version);

export function lock(world: World, snapshot: Row, when: 'atCreate' | 'later'): void {
	const tooLong = when === 'later' && locksTooLong(world.version);
	const until = tooLong ? world.now() + WEEK_SECONDS : endOfLock(world, snapshot);
	setLock(world, snapshot, 'locked', until);
	world.table('cloud_snapshots').change(snapshot, { immutable: true });
	if (world.quirks.lockEnds === 'onlyWhenCleared') return;
	whenLockEnds(world, snapshot, until, 'locked');
}

/** Clearing the flag begins a countdown; until its end the snapshot can be deleted as little as before. */
export function unlock(world: World, snapshot: Row): void {
	const until = endOfLock(world, snapshot);
	setLock(world, snapshot, 'unlocking', until);
	whenLockEnds(world, snapshot, until, 'unlocking');
}

export function assertUnlocked(world: World, snapshot: Row): void {
	if (snapshot.immutable_status !== 'unlocked') throw refusal(world.quirks.lockedDelete);
}

function whenLockEnds(world: World, snapshot: Row, until: number, status: LockStatus): void {
	world.schedule.after(until - world.now(), () => {
		const isSame =
			snapshot.immutable_lock_expires === until && snapshot.immutable_status === status;
		if (isSame) setLock(world, snapshot, 'unlocked', 0);
	});
}

type LockStatus = 'locked' | 'unlocking' | 'unlocked';

const setLock = (world: World, snapshot: Row, status: LockStatus, until: number): void =>
	world.table('cloud_snapshots').change(snapshot, {
		immutable_status: status,
		immutable_lock_expires: until,
	});
