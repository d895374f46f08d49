import { z } from 'zod';
import type { PowerState, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { VsphereClient } from './client';
import type { Vsphere } from './level';
import { nameFrom } from './names';
import { read, wanted, type Wanted } from './properties';
import { refusal, snapshotGone, targetGone, type Named } from './refusals';
import { snapshotInfo, snapshotsIn } from './snapshotTree';
import { isFault } from './soap/answer';
import { flag as flagOf, text as textOf, type Ref } from './soap/request';
import { flag, reference, text } from './soap/value';

/** What is told of every VM. */
export const DESCRIBED = {
	name: text,
	/** Without it the VM can't be reached at present, and has no lasting identity. */
	'config.instanceUuid': text.optional(),
	'config.template': flag.optional(),
	'runtime.powerState': text,
	'runtime.connectionState': text,
	'runtime.consolidationNeeded': flag.optional(),
	'guest.toolsRunningStatus': text.optional(),
};
export const WITH_SNAPSHOTS = { ...DESCRIBED, snapshot: snapshotInfo.optional() };

export const VM = wanted('VirtualMachine', DESCRIBED);
export const VM_WITH_SNAPSHOTS = wanted('VirtualMachine', WITH_SNAPSHOTS);
export type Vm = z.output<typeof VM.schema>;
export type VmWithSnapshots = z.output<typeof VM_WITH_SNAPSHOTS.schema>;

export function vmTarget(vm: Vm, { value }: Ref): Target {
	const name = nameFrom(vm.name);
	return {
		level: 'vm',
		id: vm['config.instanceUuid'] ?? '',
		name,
		powerState: powerStateOf(vm),
		tags: [],
		...(needsConsolidation(vm) ? { troubles: [unconsolidated(name)] } : {}),
		details: {
			managedObjectId: value,
			connectionState: vm['runtime.connectionState'],
			consolidationNeeded: needsConsolidation(vm),
			vmwareTools: vm['guest.toolsRunningStatus'] ?? null,
		},
	};
}

const unconsolidated = (name: string): string =>
	`The disks of ${name} need consolidation: files of removed snapshots go on growing. ${HOW_TO_CONSOLIDATE}`;

/** For people, after the merge of a removed snapshot failed. */
export const HOW_TO_CONSOLIDATE =
	'Often a backup appliance still holds a disk of it: end that backup, and detach the disk from the appliance. Then choose Snapshots > Consolidate of the VM in vSphere.';

export const needsConsolidation = (vm: Vm): boolean => vm['runtime.consolidationNeeded'] === true;

export const isRunning = (vm: Vm): boolean => vm['runtime.powerState'] === 'poweredOn';

const POWER_STATES: Readonly<Record<string, PowerState>> = {
	poweredOn: 'running',
	poweredOff: 'stopped',
	suspended: 'suspended',
};

/** Of a VM whose host is out of reach, the last state that vCenter knew says nothing. */
export function powerStateOf(vm: Vm): PowerState {
	if (vm['runtime.connectionState'] !== 'connected') return 'unknown';
	return POWER_STATES[vm['runtime.powerState']] ?? 'unknown';
}

export interface FoundVm<V extends Vm> {
	readonly ref: Ref;
	readonly vm: V;
}

/**
 * Reads a VM by its instance UUID, which stays when it moves or is registered anew; the name that vSphere
 * gives to its object does not. So that name is kept, but what is read by it must bear the UUID.
 */
export async function readVm<V extends Vm>(
	on: Vsphere,
	target: TargetRef,
	what: Wanted<V>,
	signal: AbortSignal,
): Promise<FoundVm<V>> {
	const known = on.known.get(target.id);
	if (known !== undefined) {
		const vm = await ifSame(on, target, known, what, signal);
		if (vm !== undefined) return { ref: known, vm };
		on.known.delete(target.id);
	}
	const ref = await findVm(on.client, target, signal);
	const vm = await ifSame(on, target, ref, what, signal);
	if (vm === undefined) throw targetGone(target);
	on.known.set(target.id, ref);
	return { ref, vm };
}

async function ifSame<V extends Vm>(
	{ client }: Vsphere,
	target: TargetRef,
	ref: Ref,
	what: Wanted<V>,
	signal: AbortSignal,
): Promise<V | undefined> {
	try {
		const vm = await read(client, ref, what, signal);
		return vm['config.instanceUuid']?.toLowerCase() === target.id.toLowerCase() ? vm : undefined;
	} catch (error) {
		if (isFault(error, 'ManagedObjectNotFound')) return undefined;
		throw error;
	}
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

async function findVm(client: VsphereClient, target: TargetRef, signal: AbortSignal): Promise<Ref> {
	if (!UUID.test(target.id)) throw targetGone(target);
	const [found, ...others] = await vmsByUuid(client, target.id, signal);
	if (found === undefined) throw targetGone(target);
	if (others.length === 0) return found;
	const all = [found, ...others].map(({ value }) => value).join(', ');
	throw refusal(
		'CONFLICT',
		target,
		`${others.length + 1} VMs share the instance UUID ${target.id} of ${target.name}: ${all}`,
		{
			advice:
				'It can’t be told which one is meant. Give the copies an instance UUID of their own, as by the setting vc.uuid of the powered-off VM. Nothing was changed.',
		},
	);
}

async function vmsByUuid(
	client: VsphereClient,
	uuid: string,
	signal: AbortSignal,
): Promise<readonly Ref[]> {
	const find = async (method: string) => {
		const on = client.content.searchIndex;
		const parameters = [
			textOf('uuid', uuid),
			flagOf('vmSearch', true),
			flagOf('instanceUuid', true),
		];
		return z.array(reference).parse(await client.call({ method, on, parameters }, signal));
	};
	try {
		return await find('FindAllByUuid');
	} catch (error) {
		// Every vSphere since 4.1 has it; VMware's own simulator only the one that stops at the first.
		if (!isFault(error, 'MethodNotFound')) throw error;
		return await find('FindByUuid');
	}
}

/** One snapshot out of the VM's own tree, as it is now. */
export function snapshotOf(
	target: TargetRef,
	vm: VmWithSnapshots,
	wantedOne: Named,
): SystemSnapshot {
	const found = snapshotsIn(vm.snapshot).find(({ id }) => id === wantedOne.id);
	if (found === undefined) throw snapshotGone(target, wantedOne);
	return found;
}
