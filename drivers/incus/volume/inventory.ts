import { z } from 'zod';
import { inOrder } from '../../pipeline';
import type { InventoryEntry, InventoryQuery } from '../../../snapshots/driver';
import type { SystemSnapshot } from '../../../snapshots/model';
import { pathOf } from '../ids';
import { statesOf } from '../inMaking';
import type { Incus } from '../level';
import { whyNewestOnly, type Pool } from '../pools';
import { has } from '../server';
import { scopesOf, type Scope } from './scopes';
import { createdAtOf, toVolumeSnapshot, type VolumeSnapshotRow } from './snapshotRow';
import { volumeSnapshotsOf } from './snapshots';
import { fullVolumeRow, volumeRow, volumeTarget, type Volume } from './volumes';

/** Pools or volumes that are asked after at the same time. */
const AT_ONCE = 4;

interface Listed {
	readonly volume: Volume & { readonly snapshots?: readonly VolumeSnapshotRow[] };
	readonly pool: Pool;
	readonly project: string;
	/** As far as the listing tells. */
	readonly hasSnapshots: boolean;
}

/**
 * One request a pool. Newer Incus brings the snapshots along; where that is not known, each volume that has any
 * is asked for its own.
 */
export async function* volumeInventory(
	on: Incus,
	{ nameContains = '', withSnapshots }: InventoryQuery,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const wanted = nameContains.toLowerCase();
	const pools = [...(await on.pools.all(signal)).values()];
	const scopes = await scopesOf(on, signal);
	const isFull = withSnapshots && has(await on.client.server(signal), 'storage_volume_full');
	const asked = pools.flatMap((pool) => scopes.map((scope) => ({ pool, scope })));
	const listings = inOrder(asked, AT_ONCE, ({ pool, scope }) =>
		list(on, pool, scope, isFull, signal),
	);
	for await (const listed of listings) {
		const found = listed.filter(({ volume }) => volume.name.toLowerCase().includes(wanted));
		if (!withSnapshots) {
			yield* found.map(({ volume, pool, project }) => ({
				target: volumeTarget(volume, pool.name, project),
			}));
			continue;
		}
		const dates = found.flatMap(({ volume: { snapshots = [] } }) => snapshots.map(createdAtOf));
		const stateOf = await statesOf(on, on.project, dates, signal);
		yield* inOrder(found, AT_ONCE, (one) => entryOf(on, one, stateOf, signal));
	}
}

async function list(
	on: Incus,
	pool: Pool,
	{ query, project }: Scope,
	isFull: boolean,
	signal: AbortSignal,
): Promise<readonly Listed[]> {
	const path = pathOf('storage-pools', pool.name, 'volumes', 'custom');
	const rows: Listed['volume'][] = isFull
		? await on.client.get(path, { ...query, recursion: '2' }, z.array(fullVolumeRow), signal)
		: await on.client.get(path, { ...query, recursion: '1' }, z.array(volumeRow), signal);
	const owners = new Set(rows.map((row) => ownerOf(row, project)));
	return rows
		.filter(({ name }) => !name.includes('/'))
		.map((volume) => ({
			volume,
			pool,
			project,
			hasSnapshots: owners.has(`of ${placeOf(volume, project)}`),
		}));
}

const placeOf = ({ project, location, name }: Volume, asked: string): string =>
	[project ?? asked, location ?? '', name].join('/');

/** Snapshots stand among the volumes, as `files/s1`. */
function ownerOf(row: Volume, asked: string): string {
	const at = row.name.indexOf('/');
	return at === -1 ? '' : `of ${placeOf({ ...row, name: row.name.slice(0, at) }, asked)}`;
}

async function entryOf(
	on: Incus,
	{ volume, pool, project, hasSnapshots }: Listed,
	stateOf: Awaited<ReturnType<typeof statesOf>>,
	signal: AbortSignal,
): Promise<InventoryEntry> {
	const target = volumeTarget(volume, pool.name, project);
	if (volume.snapshots === undefined) {
		const none: readonly SystemSnapshot[] = [];
		return { target, snapshots: hasSnapshots ? await volumeSnapshotsOf(on, target, signal) : none };
	}
	const newestOnly = whyNewestOnly(pool, volume.config);
	const snapshots = volume.snapshots.map((row) => {
		const owner = { of: 'storage_volumes', project: volume.project ?? project } as const;
		const listed = { ...owner, name: volume.name, snapshot: row.name, createdAt: createdAtOf(row) };
		return toVolumeSnapshot(row, newestOnly, stateOf(listed));
	});
	return { target, snapshots };
}
