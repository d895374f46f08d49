import { capabilitiesOf, type Connection, type Patience } from '../connection';
import type { SnapshotDriver } from '../driver';
import { SnapshotError, hasCode, type ErrorCode } from '../errors';
import type { Hold, Mark } from '../mark/mark';
import { encodeTextMark, withoutTextMark } from '../mark/textMark';
import type { Snapshot, Target } from '../model';
import { withinTimeLimit } from '../waiting/timeLimit';
import { whenUnlocked } from '../waiting/whenUnlocked';
import { findSnapshot, type SnapshotChoice } from './findSnapshot';
import type { Outcome } from './result';
import { snapshotsOf } from './snapshotsOf';
import { assertSupported } from './support';

export type HoldChange =
	/** Nothing removes it until it is released. One person's hold never replaces another's. */
	| { readonly to: 'held'; readonly hold: Hold }
	/** Retention decides again. With `onlyBy`, another person's hold is left alone and refused. */
	| { readonly to: 'released'; readonly onlyBy?: string };

export interface HoldOrder {
	readonly snapshot: SnapshotChoice;
	readonly change: HoldChange;
	readonly patience: Patience;
}

export interface HoldOutcome extends Outcome {
	readonly action: 'held' | 'released';
}

/** Holds or releases one exact snapshot in its mark, and reads it back. As it is wanted already: done. */
export async function holdSnapshot(
	on: Connection,
	target: Target,
	order: HoldOrder,
): Promise<HoldOutcome> {
	const update = updaterOf(on, target);
	const { change, patience } = order;
	const { timeLimitSeconds } = patience;
	const doing = `changing the hold of a snapshot of ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const look = async () =>
			findSnapshot(on, target, await snapshotsOf(on, target, signal), order.snapshot);
		const before = await look();
		const mark = markOf(on, target, before);
		assertMayChange(on, target, before, change);
		const wanted = change.to === 'held' ? change.hold : undefined;
		if (!isAsWanted(before, wanted)) {
			const description = withMark(before.description, { ...mark, held: !!wanted, hold: wanted });
			await whenUnlocked(on, patience.waitWhileLockedSeconds, signal, (inner) =>
				update(target, before, { description }, inner),
			).catch(async (error: unknown) => {
				// The answer was lost; what is read back tells whether the work was.
				const isLost = hasCode(error, 'UNREACHABLE', 'INVALID_RESPONSE');
				if (!isLost || !isAsWanted(await look(), wanted)) throw error;
			});
		}
		const snapshot = await look();
		if (!isAsWanted(snapshot, wanted)) {
			const what = wanted === undefined ? 'is still held' : 'is not held';
			throw refusal(on, target, snapshot, 'TASK_FAILED', `was changed, but ${what}`);
		}
		return { action: change.to, target, snapshot, warnings: [] };
	});
}

type Updater = NonNullable<SnapshotDriver['updateSnapshot']>;

const OTHERWISE =
	'Set Hold in the options of Create Snapshot when a snapshot is taken, or copy what must stay by Restore as New VM.';

/** A name can't be changed without the snapshot being another one; so a mark in a name stays as it is. */
function updaterOf(on: Connection, target: Target): Updater {
	assertSupported(on, target, 'update');
	const { markIn } = capabilitiesOf(on.driver, target.level, target);
	const update = on.driver.updateSnapshot?.bind(on.driver);
	if (update !== undefined && markIn === 'description') return update;
	throw new SnapshotError(
		'UNSUPPORTED',
		`${on.driver.system} keeps the mark of a snapshot of ${target.name} in its name, which can't be changed`,
		{ system: on.driver.system, target, advice: OTHERWISE },
	);
}

function markOf(on: Connection, target: Target, snapshot: Snapshot): Mark {
	if (snapshot.mark !== undefined) return snapshot.mark;
	const advice = 'Pruning leaves such snapshots alone unless told otherwise. Nothing was changed.';
	throw refusal(on, target, snapshot, 'CONFLICT', 'was not made by this package', advice);
}

function assertMayChange(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	change: HoldChange,
): void {
	const holder = snapshot.mark?.hold;
	const by = change.to === 'held' ? change.hold.by : change.onlyBy;
	if (holder === undefined || by === undefined || by === holder.by) return;
	const advice =
		change.to === 'held'
			? 'One snapshot has one hold: release that one first, or leave it. Nothing was changed.'
			: 'Ask whoever holds it, or leave Only If Held By empty. Nothing was changed.';
	const why = `is held by ${holder.by}: ${holder.reason}`;
	throw refusal(on, target, snapshot, 'CONFLICT', why, advice);
}

const isAsWanted = ({ held, mark }: Snapshot, wanted: Hold | undefined): boolean =>
	held === (wanted !== undefined) &&
	mark?.hold?.by === wanted?.by &&
	mark?.hold?.reason === wanted?.reason;

const withMark = (description: string, mark: Mark): string =>
	[withoutTextMark(description), encodeTextMark(mark)].filter((text) => text !== '').join('\n');

const refusal = (
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	code: ErrorCode,
	why: string,
	advice?: string,
): SnapshotError =>
	new SnapshotError(code, `Snapshot ${snapshot.name} of ${target.name} ${why}`, {
		system: on.driver.system,
		target,
		advice,
	});
