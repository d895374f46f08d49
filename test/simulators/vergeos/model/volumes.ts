import type { Row } from './table';
import type { World } from './world';

export interface VolumeSpec {
	readonly name: string;
	readonly description?: string;
	readonly disk?: string;
	readonly fsType?: string;
	readonly mounted?: boolean;
	readonly tags?: readonly string[];
	/** The name of the NAS service; made if there is none yet. */
	readonly service?: string;
}

export interface VolumeContent {
	readonly name: string;
	readonly description: string;
	readonly disk: string;
	readonly fsType: string;
	readonly service: number;
}

export const volumeStatusOf = (world: World, volume: Row): Row =>
	world.table('volume_status').get(volume.status);

export const volumeContentOf = (volume: Row): VolumeContent => ({
	name: String(volume.name),
	description: String(volume.description),
	disk: String(volume._disk),
	fsType: String(volume.fs_type),
	service: Number(volume.service),
});

export function insertVolume(
	world: World,
	content: VolumeContent,
	{ isSnapshot = false, mounted = true } = {},
): Row {
	const volume = world.table('volumes').insert({
		name: content.name,
		description: content.description,
		fs_type: content.fsType,
		service: content.service,
		is_snapshot: isSnapshot,
		created: world.now(),
		_disk: content.disk,
	});
	const status = world.table('volume_status').insert({ volume: volume.$key });
	world.table('volumes').change(volume, { id: volume.$key, status: status.$key });
	setMounted(world, volume, mounted && !isSnapshot);
	return volume;
}

export function setMounted(world: World, volume: Row, mounted: boolean): void {
	const status = mounted ? 'online' : 'offline';
	world.table('volume_status').change(volumeStatusOf(world, volume), { mounted, status });
	world.table('volumes').change(volume, { enabled: mounted });
}

export function removeVolumeRows(world: World, volume: Row): void {
	world.table('volume_status').remove(volumeStatusOf(world, volume));
	world.table('volumes').remove(volume);
}
