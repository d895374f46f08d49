import { untagRow } from '../model/tags';
import type { Row } from '../model/table';
import { removeVolumeRows } from '../model/volumes';
import { freezeVolume, removeVolumeSnapshot } from '../model/volumeSnapshots';
import { refOf, type World } from '../model/world';
import { ApiError } from '../server/apiError';
import { expiryAtChange, expiryAtCreate, stored } from './expiry';
import { assertSnapshotNameFree, isNameOfLive, nameTaken } from './names';
import type { Writer } from './writer';

export const volumes: Writer = {
	change(world, row, values) {
		const { name } = values;
		if (typeof name === 'string' && name !== row.name && isNameOfLive(world, 'volumes', name)) {
			throw nameTaken();
		}
		world.table('volumes').change(row, values);
	},
	remove(world, row) {
		world.assertFree(refOf('volumes', row));
		const snapshots = world.table('volume_snapshots').where('volume', row.$key);
		for (const snapshot of snapshots) removeVolumeSnapshot(world, snapshot);
		untagRow(world, refOf('volumes', row));
		removeVolumeRows(world, row);
	},
};

export const volumeSnapshots: Writer = {
	create(world, values) {
		const volume = world.table('volumes').get(values.volume);
		assertLocal(volume);
		world.assertFree(refOf('volumes', volume));
		assertSnapshotNameFree(world, 'volume_snapshots', 'volume', volume.$key, values.name);
		return freezeVolume(world, volume, {
			...stored(values),
			expires: expiryAtCreate(world, values),
		});
	},
	change(world, row, values) {
		if (values.name !== undefined && values.name !== row.name) {
			assertSnapshotNameFree(world, 'volume_snapshots', 'volume', row.volume, values.name);
		}
		const changes = { ...stored(values), ...expiryAtChange(values) };
		world.table('volume_snapshots').change(row, changes);
	},
	remove(world, row) {
		assertSourceFree(world, row);
		removeVolumeSnapshot(world, row);
	},
};

/** Only local volumes can be snapshotted; the wording is inferred. */
function assertLocal(volume: Row): void {
	if (volume.is_snapshot === true) throw new ApiError(422, 'Cannot snapshot a snapshot');
	if (volume.fs_type === 'ext4') return;
	throw new ApiError(
		422,
		`Snapshots are not supported on volumes of type '${String(volume.fs_type)}'`,
	);
}

function assertSourceFree(world: World, snapshot: Row): void {
	const volume = world.table('volumes').find(snapshot.volume);
	if (volume) world.assertFree(refOf('volumes', volume));
}
