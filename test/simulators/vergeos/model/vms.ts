import { createHash } from 'node:crypto';
import type { Row, Value } from './table';
import type { World } from './world';

export interface VmSpec {
	readonly name: string;
	readonly description?: string;
	readonly running?: boolean;
	/**
	 * `connected`: enabled and answering. `dead`: enabled on the VM, but nothing answers. `frozen`: answers,
	 * yet can't freeze the file systems. Default `none`.
	 */
	readonly agent?: 'connected' | 'dead' | 'frozen' | 'none';
	readonly tags?: readonly string[];
	readonly disk?: string;
	/** A guest that does not care about `poweroff`: only `kill` stops it. */
	readonly ignoresShutdown?: boolean;
	readonly cpuCores?: number;
	/** Megabytes. */
	readonly ram?: number;
	readonly osFamily?: string;
	/** Default one network card, connected. */
	readonly networkCards?: number;
}

/** Everything of a VM that a snapshot freezes and a restore brings back. */
export interface VmContent {
	readonly name: string;
	readonly settings: Readonly<Record<string, Value>>;
	readonly disk: string;
	readonly agent: string;
	readonly ignoresShutdown: boolean;
	readonly nics: readonly Readonly<Record<string, Value>>[];
}

/** What a restore in place brings back besides disks; the name stays (not established). */
const SETTINGS = [
	'description',
	'enabled',
	'guest_agent',
	'os_family',
	'cpu_cores',
	'ram',
] as const;
const NIC_COLUMNS = ['name', 'description', 'orderid', 'interface', 'enabled', 'ipaddress', 'vnet'];

export const uuidOf = (seed: string): string =>
	createHash('sha1')
		.update(seed)
		.digest('hex')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export const machineOf = (world: World, vm: Row): Row => world.table('machines').get(vm.machine);

export const statusOf = (world: World, vm: Row): Row =>
	world.table('machine_status').get(machineOf(world, vm).status);

/** The live VM, or the frozen copy, that a machine is of. */
export const vmOfMachine = (world: World, machine: Value | undefined): Row | undefined =>
	world.table('vms').where('machine', machine ?? null)[0];

export const isRunning = (world: World, vm: Row): boolean => statusOf(world, vm).running === true;

export function contentOf(world: World, vm: Row): VmContent {
	const machine = machineOf(world, vm);
	const settings = Object.fromEntries(SETTINGS.map((name) => [name, vm[name] ?? null]));
	const nics = world.table('machine_nics').where('machine', machine.$key);
	return {
		name: String(vm.name),
		settings,
		disk: String(machine._disk),
		agent: String(machine._agent),
		ignoresShutdown: machine._ignoresShutdown === true,
		nics: nics.map((nic) => pick(nic, [...NIC_COLUMNS, 'macaddress'])),
	};
}

const pick = (row: Row, columns: readonly string[]): Record<string, Value> =>
	Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));

export function insertVm(
	world: World,
	content: VmContent,
	{ isSnapshot = false, macs }: { isSnapshot?: boolean; macs: 'new' | 'kept' },
): Row {
	const created = world.now();
	const machine = world.table('machines').insert({
		name: content.name,
		is_snapshot: isSnapshot,
		created,
		_disk: content.disk,
		_agent: content.agent,
		_ignoresShutdown: content.ignoresShutdown,
		_generation: 0,
	});
	const status = world.table('machine_status').insert({ machine: machine.$key });
	world.table('machines').change(machine, { status: status.$key });
	insertNics(world, machine, content.nics, macs);
	const vm = world.table('vms').insert({
		...content.settings,
		name: content.name,
		is_snapshot: isSnapshot,
		machine: machine.$key,
		uuid: '',
		created,
		modified: created,
	});
	vm.uuid = uuidOf(`vm ${vm.$key}`);
	if (!isSnapshot) world.machineKeys.offer(Number(vm.$key));
	return vm;
}

function insertNics(
	world: World,
	machine: Row,
	nics: VmContent['nics'],
	macs: 'new' | 'kept',
): void {
	for (const nic of nics) {
		const kept = macs === 'kept' && typeof nic.macaddress === 'string';
		const macaddress = kept ? (nic.macaddress ?? '') : world.nextMac();
		world.table('machine_nics').insert({ ...nic, macaddress, machine: machine.$key });
	}
}

/** Puts a frozen content over a VM: same keys, same name, everything else as it was. */
export function overwriteVm(world: World, vm: Row, content: VmContent): void {
	const machine = machineOf(world, vm);
	world.table('vms').change(vm, { ...content.settings, modified: world.now() });
	machine._disk = content.disk;
	machine._agent = content.agent;
	removeNics(world, machine);
	insertNics(world, machine, content.nics, 'kept');
}

function removeNics(world: World, machine: Row): void {
	const nics = world.table('machine_nics');
	for (const nic of nics.where('machine', machine.$key)) nics.remove(nic);
}

/** The rows of a VM or of a frozen copy. */
export function removeVmRows(world: World, vm: Row): void {
	const machine = machineOf(world, vm);
	removeNics(world, machine);
	world.table('machine_status').remove(statusOf(world, vm));
	world.table('machines').remove(machine);
	world.table('vms').remove(vm);
}
