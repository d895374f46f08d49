import type { InventoryEntry, InventoryQuery } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import type { VergeosClient } from './client';
import { tagsByKey, type Tagged } from './tags';

export interface Joined<TargetRow, SnapshotRow> {
	readonly client: VergeosClient;
	readonly taggedAs: Tagged;
	/** In pages, as the snapshots. */
	readonly targets: AsyncIterable<readonly TargetRow[]>;
	/** Absent unless the query wants them. */
	readonly snapshots?: AsyncIterable<readonly SnapshotRow[]>;
	readonly isTarget: (row: TargetRow) => boolean;
	readonly toTarget: (row: TargetRow, tags: readonly string[]) => Target;
	/** What snapshots of this target name as their owner. */
	readonly keyOf: (row: TargetRow) => string;
	readonly ownerOf: (row: SnapshotRow) => string;
	readonly toSnapshot: (row: SnapshotRow) => SystemSnapshot;
}

/**
 * One listing of tags, one of snapshots, one of targets, each in pages: their number does not grow with the
 * number of targets. Snapshots stay rows until their target comes by.
 */
export async function* joined<
	TargetRow extends { readonly $key: string; readonly name: string },
	SnapshotRow,
>(
	{ nameContains = '' }: InventoryQuery,
	from: Joined<TargetRow, SnapshotRow>,
	signal: AbortSignal,
): AsyncGenerator<InventoryEntry> {
	const wanted = nameContains.toLowerCase();
	const [tags, byOwner] = await Promise.all([
		tagsByKey(from.client, from.taggedAs, signal),
		from.snapshots === undefined ? undefined : grouped(from.snapshots, from.ownerOf),
	]);
	const entryOf = (row: TargetRow): InventoryEntry => {
		const target = from.toTarget(row, tags.get(row.$key) ?? []);
		if (byOwner === undefined) return { target };
		const own = byOwner.get(from.keyOf(row)) ?? [];
		byOwner.delete(from.keyOf(row));
		return { target, snapshots: own.map(from.toSnapshot) };
	};
	for await (const page of from.targets) {
		for (const row of page) {
			if (from.isTarget(row) && row.name.toLowerCase().includes(wanted)) yield entryOf(row);
		}
	}
}

async function grouped<Row>(
	pages: AsyncIterable<readonly Row[]>,
	ownerOf: (row: Row) => string,
): Promise<Map<string, Row[]>> {
	const groups = new Map<string, Row[]>();
	for await (const page of pages) {
		for (const row of page) {
			const group = groups.get(ownerOf(row));
			if (group === undefined) groups.set(ownerOf(row), [row]);
			else group.push(row);
		}
	}
	return groups;
}
