import { keysOfMembers } from './tags';
import type { Key, Row } from './table';
import { tenantContentOf, type TenantContent } from './tenants';
import { contentOf, machineOf, type VmContent } from './vms';
import type { World } from './world';

export interface FrozenVm extends VmContent {
	readonly originalKey: Key;
	readonly uuid: string;
	readonly machineUuid: string;
}

export interface FrozenTenant extends TenantContent {
	readonly originalKey: Key;
	readonly uuid: string;
}

export interface CloudContents {
	readonly vms: readonly FrozenVm[];
	readonly tenants: readonly FrozenTenant[];
}

export interface TagChoice {
	readonly include: readonly Key[];
	readonly exclude: readonly Key[];
}

export const EVERYTHING: TagChoice = { include: [], exclude: [] };

/** Everything that lives now, or what the tags choose of it. */
export function freezeCloud(world: World, choice: TagChoice): CloudContents {
	const included = keysOfMembers(world, choice.include);
	const excluded = keysOfMembers(world, choice.exclude);
	const chosen = (table: string) => (row: Row) =>
		row.is_snapshot !== true &&
		(choice.include.length === 0 || included.has(`${table}/${row.$key}`)) &&
		!excluded.has(`${table}/${row.$key}`);
	const vms = [...world.table('vms').rows()].filter(chosen('vms'));
	const tenants = [...world.table('tenants').rows()].filter(chosen('tenants'));
	return {
		vms: vms.map((vm) => ({
			...contentOf(world, vm),
			originalKey: vm.$key,
			uuid: String(vm.uuid),
			machineUuid: `machine-${machineOf(world, vm).$key}`,
		})),
		tenants: tenants.map((tenant) => ({
			...tenantContentOf(tenant),
			originalKey: tenant.$key,
			uuid: String(tenant.uuid),
		})),
	};
}
