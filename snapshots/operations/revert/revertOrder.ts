import type { Connection, Patience } from '../../connection';
import { SnapshotError } from '../../errors';
import type { Snapshot, Target } from '../../model';
import type { GivenSettings } from '../../settings';
import type { SnapshotChoice } from '../findSnapshot';

export interface RevertOrder {
	readonly snapshot: SnapshotChoice;
	/** `asBefore` ends in the power state that the target had when the revert began. */
	readonly power: 'asBefore' | 'running' | 'stopped' | 'asSnapshot';
	/** Take a snapshot of the present state first, so that the revert itself can be undone. */
	readonly safetySnapshot: boolean;
	/** Tells one run from another: a repeated revert finds its own safety snapshot again. */
	readonly runKey: string;
	/** The system’s own choices, by name; see `LevelCapabilities.settings`. */
	readonly settings?: GivenSettings;
	readonly patience: Patience;
}

/** Refuses what the system would refuse later, or what would make the revert impossible. */
export function assertRevertable(
	on: Connection,
	target: Target,
	snapshot: Snapshot,
	all: readonly Snapshot[],
	order: RevertOrder,
): void {
	const refuse = (why: string, advice: string): never => {
		throw new SnapshotError('CONFLICT', why, { system: on.driver.system, target, advice });
	};
	if (snapshot.state !== 'ready') {
		refuse(
			`Snapshot ${snapshot.name} of ${target.name} is ${snapshot.state}, not ready`,
			'Choose a ready snapshot. Nothing was changed.',
		);
	}
	if (snapshot.revertOnlyWhenNewest === undefined) return;
	const newer = all.filter(
		({ createdAt, id }) => createdAt > snapshot.createdAt && id !== snapshot.id,
	);
	if (newer.length > 0) {
		refuse(
			`${target.name} can be reverted to its newest snapshot only: ${snapshot.revertOnlyWhenNewest}`,
			`Newer ones stand in the way: ${newer.map(({ name }) => name).join(', ')}. Delete them first, newest first. Nothing was changed.`,
		);
	}
	if (order.safetySnapshot) {
		refuse(
			`A safety snapshot would block this revert of ${target.name}: ${snapshot.revertOnlyWhenNewest}`,
			'Turn off Safety Snapshot First to go on; what was written since the snapshot is then lost for good. Nothing was changed.',
		);
	}
}
