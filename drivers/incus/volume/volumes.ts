import { z } from 'zod';
import type { Target, TargetRef } from '../../../snapshots/model';
import type { IncusClient, Query } from '../client';
import { pathOf, volumeId, volumeKey, type VolumeKey } from '../ids';
import { memberOf, tagsOf } from '../instance/instances';
import { targetGone } from '../refusals';
import { texts } from '../schema';
import { volumeSnapshotRow } from './snapshotRow';

const columns = {
	/** Snapshots are listed among the volumes, as `files/s1`. */
	name: z.string().min(1),
	content_type: z.string().default('filesystem'),
	location: z.string().nullish(),
	project: z.string().min(1).optional(),
	config: texts,
};

export const volumeRow = z.object(columns);
export type Volume = z.output<typeof volumeRow>;

/** As `recursion=2` tells it on newer Incus. */
export const fullVolumeRow = z.object({
	...columns,
	snapshots: z
		.array(volumeSnapshotRow)
		.nullish()
		.transform((found) => found ?? []),
});

/** Where a volume is asked after: the path, and which project and member. */
export function addressOf(target: TargetRef): { readonly path: string; readonly query: Query } {
	const { project, pool, name, member } = volumeKey(target);
	return { path: volumePath(pool, name), query: { project, target: member } };
}

export const volumePath = (pool: string, name: string): string =>
	pathOf('storage-pools', pool, 'volumes', 'custom', name);

export async function findVolume(
	client: IncusClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Volume | undefined> {
	const { path, query } = addressOf(target);
	return await client.find(path, query, volumeRow, signal);
}

export async function readVolume(
	client: IncusClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Volume> {
	const found = await findVolume(client, target, signal);
	if (found === undefined) throw targetGone(target);
	return found;
}

export function keyOf(volume: Volume, pool: string, asked: string): VolumeKey {
	const { name, project = asked } = volume;
	const member = memberOf(volume.location);
	return { project, pool, name, ...(member === undefined ? {} : { member }) };
}

export function volumeTarget(volume: Volume, pool: string, asked: string): Target {
	const key = keyOf(volume, pool, asked);
	return {
		level: 'volume',
		id: volumeId(key),
		name: volume.name,
		powerState: 'none',
		tags: tagsOf(volume.config),
		details: {
			project: key.project,
			pool,
			contentType: volume.content_type,
			member: key.member ?? null,
		},
	};
}

export const readVolumeTarget = async (
	client: IncusClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Target> => {
	const { project, pool } = volumeKey(target);
	return volumeTarget(await readVolume(client, target, signal), pool, project);
};
