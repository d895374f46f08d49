import type { Row } from './table';
import type { World } from './world';

export const CHILD_TABLES = ['cloud_snapshot_vms', 'cloud_snapshot_tenants'] as const;

export function removeCloudSnapshot(world: World, snapshot: Row): void {
	for (const name of CHILD_TABLES) removeChildren(world, name, snapshot);
	world.cloudContents.delete(snapshot.$key);
	world.table('cloud_snapshots').remove(snapshot);
}

export function removeChildren(
	world: World,
	name: (typeof CHILD_TABLES)[number],
	snapshot: Row,
): void {
	const table = world.table(name);
	for (const child of table.where('cloud_snapshot', snapshot.$key)) table.remove(child);
}
