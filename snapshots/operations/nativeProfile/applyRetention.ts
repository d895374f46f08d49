import { capabilitiesOf, type Connection, type Patience } from '../../connection';
import { SnapshotError } from '../../errors';
import { readSnapshot } from '../../mark/readMark';
import type { Snapshot, Target } from '../../model';
import { sortNewestFirst } from '../../order';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { whenUnlocked } from '../../waiting/whenUnlocked';
import { warning, type Warning } from '../warnings';
import { assertAssignable, profilesOf } from './access';

export interface ApplyRetentionOrder {
	/** Removes nothing. Which ones would go only the system knows. */
	readonly preview: boolean;
	readonly patience: Patience;
}

export interface ApplyRetentionOutcome {
	readonly action: 'deleted' | 'unchanged' | 'wouldApplyRetention';
	readonly target: Target;
	/** One that is gone; null: none went. */
	readonly snapshot: Snapshot | null;
	readonly warnings: readonly Warning[];
}

/**
 * Lets the system remove at once what a profile of its own no longer keeps. It decides what goes, by its rule;
 * what went is known by what is listed before and after.
 */
export async function applyRetention(
	on: Connection,
	target: Target,
	{ preview, patience }: ApplyRetentionOrder,
): Promise<readonly ApplyRetentionOutcome[]> {
	const apply = applierOf(on, target);
	const { timeLimitSeconds, waitWhileLockedSeconds } = patience;
	const doing = `removing what the snapshot profile of ${target.name} no longer keeps`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		await assertHasProfile(on, target, signal);
		const nothing = { target, snapshot: null };
		if (preview) {
			return [{ ...nothing, action: 'wouldApplyRetention', warnings: [untold(on, target)] }];
		}
		const gone = await whenUnlocked(on, waitWhileLockedSeconds, signal, apply);
		if (gone.length === 0) return [{ ...nothing, action: 'unchanged', warnings: [] }];
		const capabilities = capabilitiesOf(on.driver, target.level, target);
		return sortNewestFirst(gone.map((one) => readSnapshot(one, target, capabilities))).map(
			(snapshot) => ({ action: 'deleted', target, snapshot, warnings: [] }),
		);
	});
}

/** Unlike ours, a rule of the system's own can't be worked out beforehand. */
const untold = ({ driver }: Connection, { name }: Target): Warning =>
	warning(
		'DECIDED_BY_SYSTEM',
		`Which snapshots of ${name} would go only ${driver.system} knows, by the rule of its profile. They are told when they are gone.`,
	);

function applierOf(on: Connection, target: Target) {
	const profiles = profilesOf(on);
	assertAssignable(on, target);
	const { system } = on.driver;
	const support = capabilitiesOf(on.driver, target.level, target).applyRetention;
	if (support?.supported === true && profiles.applyRetention !== undefined) {
		return async (signal: AbortSignal) => (await profiles.applyRetention?.(target, signal)) ?? [];
	}
	const message = `${system} can’t be told to remove what the profile of ${target.name} no longer keeps`;
	throw new SnapshotError(
		'UNSUPPORTED',
		support === undefined || support.supported ? message : `${message}: ${support.reason}`,
		{
			system,
			target,
			advice:
				support === undefined || support.supported
					? 'It removes them by itself, at its own time.'
					: support.instead,
		},
	);
}

async function assertHasProfile(
	on: Connection,
	target: Target,
	signal: AbortSignal,
): Promise<void> {
	if ((await profilesOf(on).assigned(target, signal)) !== undefined) return;
	throw new SnapshotError(
		'NO_POLICY',
		`${target.name} has no snapshot profile, so nothing says which of its snapshots are old`,
		{
			system: on.driver.system,
			target,
			advice: 'Assign one first. Nothing was changed.',
		},
	);
}
