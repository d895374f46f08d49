import type { Connection, Patience } from '../../connection';
import { SnapshotError, hasCode } from '../../errors';
import type { Target } from '../../model';
import type { NativeProfileRef } from '../../nativeProfile';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { whenUnlocked } from '../../waiting/whenUnlocked';
import { warning, type Warning } from '../warnings';
import { assertAssignable, profilesOf } from './access';

export interface AssignOrder {
	/** undefined: none, which takes away the one that it has. */
	readonly profile: NativeProfileRef | undefined;
	/** Tells what would be done and does nothing. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface AssignOutcome {
	readonly action: 'assigned' | 'unassigned' | 'wouldAssign' | 'wouldUnassign' | 'unchanged';
	readonly target: Target;
	readonly before: NativeProfileRef | undefined;
	/** In a preview the one that it would have. */
	readonly after: NativeProfileRef | undefined;
	readonly warnings: readonly Warning[];
}

/** Gives a target a native profile, or takes it away, and reads it back. As it is wanted already: done. */
export async function assignNativeProfile(
	on: Connection,
	target: Target,
	{ profile: wanted, preview, patience }: AssignOrder,
): Promise<AssignOutcome> {
	const profiles = profilesOf(on);
	assertAssignable(on, target);
	const { timeLimitSeconds } = patience;
	const doing = `changing the snapshot profile of ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const look = async () => await profiles.assigned(target, signal);
		const before = await look();
		const outcome = { target, before, warnings: leaving(target, before, wanted) };
		if (before?.id === wanted?.id) {
			return { ...outcome, action: 'unchanged', after: before };
		}
		if (preview) {
			const action = wanted === undefined ? 'wouldUnassign' : 'wouldAssign';
			return { ...outcome, action, after: wanted };
		}
		await whenUnlocked(on, patience.waitWhileLockedSeconds, signal, (inner) =>
			profiles.assign(target, wanted, inner),
		).catch(async (error: unknown) => {
			// The answer was lost; what is read back tells whether the work was.
			const isLost = hasCode(error, 'UNREACHABLE', 'INVALID_RESPONSE');
			if (!isLost || (await look())?.id !== wanted?.id) throw error;
		});
		const after = await look();
		if (after?.id !== wanted?.id) throw notKept(on, target, wanted, after);
		return { ...outcome, action: wanted === undefined ? 'unassigned' : 'assigned', after };
	});
}

/** What a profile has made is nobody's then: a minimum may keep it for ever. */
function leaving(
	target: Target,
	before: NativeProfileRef | undefined,
	wanted: NativeProfileRef | undefined,
): Warning[] {
	if (before === undefined || before.id === wanted?.id) return [];
	const message = `${target.name} leaves the profile ${before.name}, which makes no more snapshots of it. Those that it made may stay for ever: delete them when they are no longer needed.`;
	return [warning('PROFILE_LEFT', message)];
}

function notKept(
	on: Connection,
	target: Target,
	wanted: NativeProfileRef | undefined,
	after: NativeProfileRef | undefined,
): SnapshotError {
	const { system } = on.driver;
	const asked = wanted === undefined ? 'no profile' : `the profile ${wanted.name}`;
	const has = after === undefined ? 'none' : after.name;
	const message = `${target.name} was to have ${asked}; ${system} took it, but it has ${has}`;
	return new SnapshotError('TASK_FAILED', message, { system, target });
}
