import type { Incus, LevelDriver } from '../level';
import { volumeInventory } from './inventory';
import { restoreVolume, revertVolume } from './restore';
import {
	createVolumeSnapshot,
	deleteVolumeSnapshot,
	updateVolumeSnapshot,
	volumeSnapshotsOf,
} from './snapshots';
import { readVolumeTarget } from './volumes';

/** Custom storage volumes. Those of instances and images are not people's to snapshot. */
export const volumeLevel = (on: Incus): LevelDriver => ({
	inventory: (query, signal) => volumeInventory(on, query, signal),
	readTarget: (target, signal) => readVolumeTarget(on.client, target, signal),
	listSnapshots: (target, signal) => volumeSnapshotsOf(on, target, signal),
	createSnapshot: (target, request, signal) => createVolumeSnapshot(on, target, request, signal),
	revertToSnapshot: (target, snapshot, _request, signal) =>
		revertVolume(on, target, snapshot, signal),
	restoreAsNew: (target, snapshot, request, signal) =>
		restoreVolume(on, target, snapshot, request, signal),
	deleteSnapshot: (target, snapshot, signal) => deleteVolumeSnapshot(on, target, snapshot, signal),
	updateSnapshot: (target, snapshot, change, signal) =>
		updateVolumeSnapshot(on, target, snapshot, change, signal),
});
