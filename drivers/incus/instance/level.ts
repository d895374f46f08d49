import type { Incus, LevelDriver } from '../level';
import { instanceInventory } from './inventory';
import { readTarget } from './power';
import { restoreInstance } from './restore';
import { revertInstance } from './revert';
import { createSnapshot, deleteSnapshot, snapshotsOf, updateSnapshot } from './snapshots';

/** Containers and virtual machines, which Incus and LXD call instances. */
export const instanceLevel = (on: Incus): LevelDriver => ({
	inventory: (query, signal) => instanceInventory(on, query, signal),
	readTarget: (target, signal) => readTarget(on, target, signal),
	listSnapshots: (target, signal) => snapshotsOf(on, target, signal),
	createSnapshot: (target, request, signal) => createSnapshot(on, target, request, signal),
	revertToSnapshot: (target, snapshot, request, signal) =>
		revertInstance(on, target, snapshot, request, signal),
	restoreAsNew: (target, snapshot, request, signal) =>
		restoreInstance(on, target, snapshot, request, signal),
	deleteSnapshot: (target, snapshot, signal) => deleteSnapshot(on, target, snapshot, signal),
	updateSnapshot: (target, snapshot, change, signal) =>
		updateSnapshot(on, target, snapshot, change, signal),
});
