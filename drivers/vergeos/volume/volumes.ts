import type { Target, TargetRef } from '../../../snapshots/model';
import type { VergeosClient } from '../client';
import { contains, equals, every } from '../filter';
import { targetGone } from '../refusals';
import { flag, key, rowOf, text, type RowOf } from '../rows';
import { isPlain } from '../vm/vms';

/** Keys of volumes have 40 hexadecimal digits. */
const volumeRow = rowOf({
	$key: key,
	name: text,
	fs_type: text,
	is_snapshot: flag,
});
export type Volume = RowOf<typeof volumeRow>;

const FIELDS = ['$key', 'id', 'name', 'fs_type', 'is_snapshot'];
const NO_COPIES = equals('is_snapshot', false);

export function volumePages(
	client: VergeosClient,
	nameContains: string,
	signal: AbortSignal,
): AsyncGenerator<readonly Volume[]> {
	const filter = isPlain(nameContains)
		? every(NO_COPIES, contains('name', nameContains))
		: NO_COPIES;
	return client.pages('volumes', volumeRow, { fields: FIELDS, filter, sort: '+name' }, signal);
}

export async function readVolume(
	client: VergeosClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Volume> {
	const filter = equals('id', target.id);
	const volume = await client.findBy('volumes', filter, volumeRow, FIELDS, signal);
	if (volume === undefined || volume.$key !== target.id || volume.is_snapshot) {
		throw targetGone(target);
	}
	return volume;
}

export async function volumesNamed(
	client: VergeosClient,
	name: string,
	signal: AbortSignal,
): Promise<readonly Volume[]> {
	const filter = every(NO_COPIES, equals('name', name));
	const found = await client.all('volumes', volumeRow, { fields: FIELDS, filter }, signal);
	return found.filter((volume) => volume.name === name && !volume.is_snapshot);
}

/** Of the other kinds, the files lie elsewhere: on a remote share, or inside VMs. */
export const canBeSnapshotted = ({ fs_type }: Volume): boolean => fs_type === 'ext4';

export const volumeTarget = (volume: Volume, tags: readonly string[]): Target => ({
	level: 'volume',
	id: volume.$key,
	name: volume.name,
	powerState: 'none',
	tags,
});
