import type { PowerState, Target, TargetRef } from '../../../snapshots/model';
import type { VergeosClient } from '../client';
import { every, equals, hasKey, contains, type Filter } from '../filter';
import { targetGone } from '../refusals';
import { flag, key, optionalText, rowOf, text, type RowOf } from '../rows';

/** `machine` is another number than the VM’s own key: snapshots hang on the machine, actions on the VM. */
const vmRow = rowOf({
	$key: key,
	name: text,
	machine: key,
	is_snapshot: flag,
	guest_agent: flag,
	status: text,
	running: flag,
	agent_version: optionalText,
});
export type Vm = RowOf<typeof vmRow>;

/** `running` as a plain column is always null; only the join tells it. */
const FIELDS = [
	'$key',
	'name',
	'machine',
	'is_snapshot',
	'guest_agent',
	'machine#status#status as status',
	'machine#status#running as running',
];

/** There while a guest agent is connected; asked for one VM only. */
const FIELDS_OF_ONE = [...FIELDS, 'machine#status#agent_version as agent_version'];

/** The frozen copies that snapshots are made of have rows among the VMs, too. */
const NO_COPIES = equals('is_snapshot', false);

/** Case is folded for ASCII alone, to be safe; for other texts the caller looks by itself. */
export const isPlain = (searched: string): boolean => /^[\x20-\x7e]+$/.test(searched);

export function vmPages(
	client: VergeosClient,
	nameContains: string,
	signal: AbortSignal,
): AsyncGenerator<readonly Vm[]> {
	const filter = isPlain(nameContains)
		? every(NO_COPIES, contains('name', nameContains))
		: NO_COPIES;
	return client.pages('vms', vmRow, { fields: FIELDS, filter, sort: '+name' }, signal);
}

export async function readVm(
	client: VergeosClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Vm> {
	if (!/^\d+$/.test(target.id)) throw targetGone(target);
	const vm = await client.find('vms', target.id, vmRow, FIELDS_OF_ONE, signal);
	if (vm === undefined || vm.is_snapshot) throw targetGone(target);
	return vm;
}

/** A copy’s row among the VMs: its key, and no other number of the snapshot, is what actions take. */
export async function findCopy(
	client: VergeosClient,
	machine: string,
	signal: AbortSignal,
): Promise<Vm | undefined> {
	const filter: Filter = every(hasKey('machine', machine), equals('is_snapshot', true));
	const found = await client.all('vms', vmRow, { fields: FIELDS, filter }, signal);
	return found.find((row) => row.machine === machine && row.is_snapshot);
}

export async function findVmsNamed(
	client: VergeosClient,
	name: string,
	signal: AbortSignal,
): Promise<readonly Vm[]> {
	const filter = every(NO_COPIES, equals('name', name));
	const found = await client.all('vms', vmRow, { fields: FIELDS, filter }, signal);
	return found.filter((row) => row.name === name && !row.is_snapshot);
}

export const vmTarget = (vm: Vm, tags: readonly string[]): Target => ({
	level: 'vm',
	id: vm.$key,
	name: vm.name,
	powerState: powerStateOf(vm),
	tags,
});

export function powerStateOf({ status, running }: Pick<Vm, 'status' | 'running'>): PowerState {
	if (status === 'hibernated' && !running) return 'suspended';
	if (isBetween({ status, running })) return 'unknown';
	if (status === 'running' || running) return 'running';
	return status === 'stopped' || status === '' ? 'stopped' : 'unknown';
}

/** On the way from one power state, or one node, to another. */
const BETWEEN = new Set([
	'starting',
	'initializing',
	'hibernating',
	'migrating',
	'initmigrate',
	'startmigrate',
	'migratecomplete',
]);

/** A guest that was asked to shut down may do so never: until it does, it is running. */
export const isBetween = ({ status, running }: Pick<Vm, 'status' | 'running'>): boolean =>
	BETWEEN.has(status) || (status === 'stopping' && !running);
