import type { Part } from '../../../snapshots/driver';
import type { Level, SystemSnapshot, Target } from '../../../snapshots/model';
import { every, equals, hasKey } from '../filter';
import type { Vergeos } from '../level';
import { pollWithin } from '../../polling';
import { keyValue } from '../schema';
import { flag, key, rowOf, text, type RowOf } from '../rows';

const partRow = rowOf({
	$key: key,
	cloud_snapshot: key,
	name: text,
	is_snapshot: flag,
	status: text,
	status_info: text,
});
export type PartRow = RowOf<typeof partRow>;

const FIELDS = ['$key', 'cloud_snapshot', 'name', 'is_snapshot', 'status', 'status_info'];

/** Where a system snapshot tells what it holds of a level. */
interface PartsTable {
	readonly table: string;
	readonly actions: string;
	/** The action that makes VergeOS look inside: before it ran, the table may be empty. */
	readonly find: string;
}

const TABLES: Readonly<Partial<Record<Level, PartsTable>>> = {
	vm: {
		table: 'cloud_snapshot_vms',
		actions: 'cloud_snapshot_vm_actions',
		find: 'find_vms',
	},
	tenant: {
		table: 'cloud_snapshot_tenants',
		actions: 'cloud_snapshot_tenant_actions',
		find: 'find_tenants',
	},
};

export function partsTable(level: Level): PartsTable {
	const found = TABLES[level];
	if (found === undefined) throw new Error(`A system snapshot lists no ${level}s`);
	return found;
}

/** How long an empty table may mean that VergeOS is still looking; large systems take minutes. */
const LOOKING_LIMIT_MS = 180_000;
const LOOKS_UNCHANGED = 3;

export async function listParts(
	on: Vergeos,
	snapshot: SystemSnapshot,
	level: Level,
	signal: AbortSignal,
): Promise<readonly Part[]> {
	const { table, find } = partsTable(level);
	const known = await rowsIn(on, table, snapshot, signal);
	const rows = known.length > 0 ? known : await lookInside();
	return rows.map(({ $key, name }) => ({ level, id: $key, name }));

	async function lookInside(): Promise<readonly PartRow[]> {
		const action = { on: { cloud_snapshot: keyValue(snapshot.id) }, action: find, params: {} };
		await on.client.act('cloud_snapshot_actions', action, signal);
		// Nothing tells the end of the search, so the list must have stood still for some pauses.
		let last = 0;
		let still = 0;
		const found = await pollWithin(on.clock, LOOKING_LIMIT_MS, signal, async () => {
			const rows = await rowsIn(on, table, snapshot, signal);
			still = rows.length > 0 && rows.length === last ? still + 1 : 0;
			last = rows.length;
			return still >= LOOKS_UNCHANGED ? rows : undefined;
		});
		return found ?? (await rowsIn(on, table, snapshot, signal));
	}
}

/** Copies that VMs’ own snapshots are made of lie inside, too. */
async function rowsIn(
	{ client }: Vergeos,
	table: string,
	{ id }: SystemSnapshot,
	signal: AbortSignal,
): Promise<readonly PartRow[]> {
	const filter = every(hasKey('cloud_snapshot', id), equals('is_snapshot', false));
	const found = await client.all(table, partRow, { fields: FIELDS, filter, sort: '+name' }, signal);
	return found.filter((row) => row.cloud_snapshot === id && !row.is_snapshot);
}

/** One part, proven to lie in this very snapshot. */
export async function readPart(
	{ client }: Vergeos,
	{ id }: Target | SystemSnapshot,
	part: Part,
	signal: AbortSignal,
): Promise<PartRow | undefined> {
	if (!/^\d+$/.test(part.id)) return undefined;
	const { table } = partsTable(part.level);
	const row = await client.find(table, part.id, partRow, FIELDS, signal);
	return row?.cloud_snapshot === id ? row : undefined;
}
