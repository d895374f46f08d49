import type { Row } from '../model/table';
import { insertTenant, setTenantPhase } from '../model/tenants';
import { insertVm } from '../model/vms';
import type { World } from '../model/world';
import { danglingKey, missing } from '../writers/input';
import { isNameOfLive, nameTaken } from '../writers/names';
import { textIn, type ActionCall, type ActionResult } from './action';

type Kind = 'vms' | 'tenants';

const CHILDREN = { vms: 'cloud_snapshot_vms', tenants: 'cloud_snapshot_tenants' } as const;
const TAKEN = 'This name already exists';

/**
 * Makes new VMs or tenants out of rows of a system snapshot; what is there is never overwritten. How each
 * came out is told by its row: `importing`, then `complete` or `error` with `status_info`.
 */
export function recover(kind: Kind): (call: ActionCall) => ActionResult {
	return ({ world, params }) => {
		const rows = rowsIn(world, kind, params.rows);
		const name = textIn(params, 'name');
		const isTaken = name !== undefined && isNameOfLive(world, kind, name);
		if (isTaken && world.quirks.recoverNameTaken === 'refused') throw nameTaken();
		for (const row of rows) {
			world.table(CHILDREN[kind]).change(row, { status: 'importing', status_info: '' });
			world.schedule.after(world.durations.importing, () => importRow(world, kind, row, name));
		}
		return undefined;
	};
}

function rowsIn(world: World, kind: Kind, keys: unknown): Row[] {
	if (!Array.isArray(keys) || keys.length === 0) throw missing('rows');
	return keys.map((key: unknown) => {
		const isKey = typeof key === 'string' || typeof key === 'number';
		const row = isKey ? world.table(CHILDREN[kind]).find(key) : undefined;
		if (row === undefined) throw danglingKey('rows');
		return row;
	});
}

function importRow(world: World, kind: Kind, row: Row, wanted: string | undefined): void {
	const table = world.table(CHILDREN[kind]);
	const { status, info } = world.quirks.recoverOutcome;
	if (status === 'error') {
		table.change(row, { status, status_info: info });
		return;
	}
	if (wanted !== undefined && isNameOfLive(world, kind, wanted)) {
		table.change(row, { status: 'error', status_info: TAKEN });
		return;
	}
	const name = wanted ?? numbered(world, kind, String(row.name));
	const made = kind === 'vms' ? importVm(world, row, name) : importTenant(world, row, name);
	table.change(
		row,
		made
			? { status: 'complete', status_info: `Restored to: ${name}` }
			: { status: 'error', status_info: 'No such file or directory' },
	);
}

/** `NAME (0)`, `NAME (1)`, … */
function numbered(world: World, kind: Kind, name: string): string {
	for (let number = 0; ; number += 1) {
		const candidate = `${name} (${number})`;
		if (!isNameOfLive(world, kind, candidate)) return candidate;
	}
}

function importVm(world: World, row: Row, name: string): boolean {
	const contents = world.cloudContents.get(row.cloud_snapshot as number);
	const frozen = contents?.vms.find(({ originalKey }) => originalKey === row.original_key);
	if (frozen === undefined) return false;
	insertVm(world, { ...frozen, name }, { macs: world.quirks.recoveredMacs });
	return true;
}

function importTenant(world: World, row: Row, name: string): boolean {
	const contents = world.cloudContents.get(row.cloud_snapshot as number);
	const frozen = contents?.tenants.find(({ originalKey }) => originalKey === row.original_key);
	if (frozen === undefined) return false;
	const tenant = insertTenant(world, { ...frozen, name });
	setTenantPhase(world, tenant, 'provisioning');
	world.schedule.after(world.durations.provisioning, () =>
		setTenantPhase(world, tenant, 'offline'),
	);
	return true;
}
