import { removeCloudSnapshot } from './cloudSnapshots';
import { removeMachineSnapshot } from './machineSnapshots';
import { removeTenantSnapshot } from './tenantSnapshots';
import { removeVolumeSnapshot } from './volumeSnapshots';
import type { Row, Value } from './table';
import type { World } from './world';

interface Reaped {
	readonly table: string;
	/** A minimum counts among the snapshots of one target and one period; null: no period made it. */
	readonly seriesOf: (row: Row) => { readonly target: Value; readonly period: Value };
	readonly minimumOf: (world: World, row: Row) => number;
	readonly remove: (world: World, row: Row) => void;
	/** What becomes of one that has to stay. */
	readonly hold?: (world: World, row: Row) => void;
}

const REAPED: readonly Reaped[] = [
	{
		table: 'machine_snapshots',
		seriesOf: (row) => ({ target: row.machine ?? null, period: row.snapshot_period ?? null }),
		minimumOf: minimumOfPeriod,
		remove: removeMachineSnapshot,
	},
	{
		table: 'volume_snapshots',
		seriesOf: (row) => ({ target: row.volume ?? null, period: row.snapshot_period ?? null }),
		minimumOf: minimumOfPeriod,
		remove: removeVolumeSnapshot,
	},
	{
		table: 'tenant_snapshots',
		seriesOf: (row) => ({ target: row.tenant ?? null, period: row.period || null }),
		minimumOf: (_world, row) => Number(row.min_snapshots),
		remove: removeTenantSnapshot,
	},
	{
		table: 'cloud_snapshots',
		seriesOf: (row) => ({ target: 'system', period: row.snapshot_period ?? null }),
		minimumOf: (_world, row) => Number(row.min_snapshots),
		remove: removeCloudSnapshot,
		hold: (world, row) => world.table('cloud_snapshots').change(row, { status: 'held' }),
	},
];

function minimumOfPeriod(world: World, row: Row): number {
	return Number(
		world.table('snapshot_profile_periods').find(row.snapshot_period)?.min_snapshots ?? 0,
	);
}

/**
 * Removes what has expired, oldest first, and keeps as many of a series as its minimum wants. Those stay,
 * overdue, until a newer one of the series replaces them or a person removes them. Expiry wins over
 * immutability.
 */
export function reap(world: World): void {
	for (const kind of REAPED) reapTable(world, kind);
}

function reapTable(world: World, kind: Reaped): void {
	const now = world.now();
	const rows = [...world.table(kind.table).rows()];
	const expired = rows.filter(({ expires }) => Number(expires) > 0 && Number(expires) <= now);
	if (expired.length === 0) return;
	const nameOf = (row: Row): string => JSON.stringify(kind.seriesOf(row));
	const sizes = new Map<string, number>();
	for (const row of rows) sizes.set(nameOf(row), (sizes.get(nameOf(row)) ?? 0) + 1);
	for (const row of expired.sort((a, b) => Number(a.created) - Number(b.created))) {
		const left = sizes.get(nameOf(row)) ?? 0;
		const counts = kind.seriesOf(row).period !== null || world.quirks.minimumForManual;
		if (counts && left <= kind.minimumOf(world, row)) {
			kind.hold?.(world, row);
			continue;
		}
		kind.remove(world, row);
		sizes.set(nameOf(row), left - 1);
	}
}
