import { SnapshotError } from '../errors';
import { profileKeyOf } from '../mark/mark';
import type { Snapshot, Target } from '../model';
import type { Connection } from '../connection';

export type SnapshotChoice =
	| { readonly by: 'id'; readonly value: string }
	| { readonly by: 'name'; readonly value: string }
	/** The newest ready one that this package made, of one profile if named. */
	| { readonly by: 'newestManaged'; readonly profile?: string };

/** The exact snapshot that a person meant; never a guess. `snapshots` are newest first. */
export function findSnapshot(
	on: Connection,
	target: Target,
	snapshots: readonly Snapshot[],
	choice: SnapshotChoice,
): Snapshot {
	switch (choice.by) {
		case 'id':
			return found(on, target, choice.value, [snapshots.find(({ id }) => id === choice.value)]);
		case 'name':
			return found(
				on,
				target,
				choice.value,
				snapshots.filter(({ name }) => name === choice.value),
			);
		case 'newestManaged':
			return newestManaged(on, target, snapshots, choice.profile);
	}
}

function found(
	on: Connection,
	target: Target,
	wanted: string,
	[only, ...others]: ReadonlyArray<Snapshot | undefined>,
): Snapshot {
	if (only === undefined) {
		throw new SnapshotError('NOT_FOUND', `${target.name} has no snapshot ${wanted}`, {
			system: on.driver.system,
			target,
			advice: 'It may have been pruned. List Snapshots shows what is there.',
		});
	}
	if (others.length > 0) {
		throw new SnapshotError(
			'AMBIGUOUS',
			`${target.name} has ${others.length + 1} snapshots named ${wanted}`,
			{ system: on.driver.system, target, advice: 'Choose the snapshot by ID.' },
		);
	}
	return only;
}

function newestManaged(
	on: Connection,
	target: Target,
	snapshots: readonly Snapshot[],
	profile: string | undefined,
): Snapshot {
	const profileKey = profile === undefined ? undefined : profileKeyOf(profile);
	const newest = snapshots.find(
		({ mark, state }) =>
			mark !== undefined &&
			state === 'ready' &&
			(profileKey === undefined || mark.profileKey === profileKey),
	);
	if (newest !== undefined) return newest;
	const whose = profile === undefined ? 'made by this package' : `of profile ${profile}`;
	throw new SnapshotError('NOT_FOUND', `${target.name} has no ready snapshot ${whose}`, {
		system: on.driver.system,
		target,
		advice: 'Take one first, or choose a snapshot by name or ID.',
	});
}
