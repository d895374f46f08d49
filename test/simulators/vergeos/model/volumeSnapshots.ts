import type { Row, Value } from './table';
import { insertVolume, removeVolumeRows, volumeContentOf } from './volumes';
import type { World } from './world';

export function freezeVolume(
	world: World,
	volume: Row,
	values: Readonly<Record<string, Value>>,
): Row {
	const frozen = insertVolume(world, volumeContentOf(volume), { isSnapshot: true });
	return world.table('volume_snapshots').insert({
		created: world.now(),
		expires: 0,
		...values,
		volume: volume.$key,
		snap_volume: frozen.$key,
	});
}

export function removeVolumeSnapshot(world: World, snapshot: Row): void {
	const frozen = world.table('volumes').find(snapshot.snap_volume);
	if (frozen) removeVolumeRows(world, frozen);
	world.table('volume_snapshots').remove(snapshot);
}
