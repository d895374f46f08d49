import type { CreateRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { assertNotConsolidating, consolidate } from './consolidation';
import { deleteSnapshot } from './delete';
import { abilities, assertAble, type Ability } from './flags';
import type { Vsphere } from './level';
import { nameToSend } from './names';
import { wanted } from './properties';
import { assertPlainQuiesce, assertTools, quiesceSpecOf } from './quiesce';
import { refusal } from './refusals';
import { isAtLeast } from './serviceContent';
import { chosen, UNCONSOLIDATED } from './settings';
import { snapshotsIn } from './snapshotTree';
import { flag, text, type Call, type Ref } from './soap/request';
import { reference } from './soap/value';
import { perform } from './tasks';
import {
	HOW_TO_CONSOLIDATE,
	isRunning,
	needsConsolidation,
	readVm,
	VM_WITH_SNAPSHOTS,
	WITH_SNAPSHOTS,
	type FoundVm,
	type VmWithSnapshots,
} from './vms';

const VM_TO_SNAPSHOT = wanted('VirtualMachine', { ...WITH_SNAPSHOTS, ...abilities });

/** Takes one snapshot, and tells it as it then stands in the VM's tree. */
export async function createSnapshot(
	on: Vsphere,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const found = await readVm(on, target, VM_TO_SNAPSHOT, signal);
	const { ref, vm } = found;
	const before = snapshotsIn(vm.snapshot);
	// vSphere takes a name twice, which would leave nobody able to tell the two apart by it.
	if (before.some(({ name }) => name === request.name)) throw nameTaken(target, request.name);
	// Without a running guest there is nothing to freeze; and the memory holds what was not written yet.
	const quiesce = request.quiesce && isRunning(vm) && !request.memory;
	assertAble(target, vm, ...needs(request, vm, before.length, quiesce));
	if (quiesce) assertTools(target, vm);
	const call = callFor(on, target, ref, { ...request, quiesce });
	await settleConsolidation(on, target, found, request, signal);

	const outcome = await perform(on, call, signal);
	const old = new Set(before.map(({ id }) => id));
	const made = outcome === 'forgotten' ? undefined : reference.parse(outcome.result).value;
	const after = snapshotsIn((await readVm(on, target, VM_WITH_SNAPSHOTS, signal)).vm.snapshot);
	const namesakes = after.filter(({ id, name }) => !old.has(id) && name === request.name);
	const snapshot = namesakes.find(({ id }) => made === undefined || id === made);
	if (snapshot === undefined) throw notThere(target, request.name);
	if (namesakes.some((other) => isEarlier(other, snapshot))) {
		// Somebody else gave the name away in between. Of two that do, the later one takes its own back.
		await deleteSnapshot(on, target, snapshot, signal);
		throw nameTaken(target, request.name);
	}
	return snapshot;
}

const numberOf = ({ details }: SystemSnapshot): number => Number(details?.number ?? 0);

/** vSphere numbers the snapshots of a VM as they are made. */
const isEarlier = (one: SystemSnapshot, other: SystemSnapshot): boolean =>
	numberOf(one) < numberOf(other);

const notThere = (target: Target, name: string) =>
	refusal(
		'TASK_FAILED',
		target,
		`vSphere’s task for snapshot ${name} of ${target.name} is over, but the snapshot is not there`,
		{ advice: 'Look at the tasks and events of the VM in vSphere.' },
	);

function needs(
	{ memory }: CreateRequest,
	vm: VmWithSnapshots,
	present: number,
	quiesce: boolean,
): Ability[] {
	const isOff = vm['runtime.powerState'] === 'poweredOff';
	return [
		'snapshotOperationsSupported',
		...(present > 0 ? (['multipleSnapshotsSupported'] as const) : []),
		...(isOff ? (['poweredOffSnapshotsSupported'] as const) : []),
		...(memory && !isOff ? (['memorySnapshotsSupported'] as const) : []),
		...(quiesce ? (['quiescedSnapshotsSupported'] as const) : []),
	];
}

function callFor(
	{ client }: Vsphere,
	target: Target,
	on: Ref,
	{ name, description, memory, quiesce, settings }: CreateRequest,
): Call {
	const named = [
		text('name', nameToSend(name)),
		text('description', description),
		flag('memory', memory),
	];
	if (quiesce && isAtLeast(client.content.apiVersion, '6.5')) {
		const parameters = [...named, quiesceSpecOf(target, settings)];
		return { method: 'CreateSnapshotEx_Task', on, parameters };
	}
	if (quiesce) assertPlainQuiesce(target, settings);
	return { method: 'CreateSnapshot_Task', on, parameters: [...named, flag('quiesce', quiesce)] };
}

async function settleConsolidation(
	on: Vsphere,
	target: Target,
	{ ref, vm }: FoundVm<VmWithSnapshots>,
	{ settings }: CreateRequest,
	signal: AbortSignal,
): Promise<void> {
	if (!needsConsolidation(vm)) return;
	await assertNotConsolidating(on, target, ref, signal);
	const wish = chosen(settings, UNCONSOLIDATED);
	if (wish === 'consolidate') await consolidate(on, target, ref, signal);
	if (wish !== 'fail') return;
	throw refusal('CONFLICT', target, `The disks of ${target.name} need consolidation`, {
		advice: `${HOW_TO_CONSOLIDATE} Or let the setting ${UNCONSOLIDATED.title} do it. No snapshot was made.`,
	});
}

const nameTaken = (target: Target, name: string) =>
	refusal('CONFLICT', target, `${target.name} has a snapshot named ${name} already`, {
		advice: 'Choose another name, or remove that snapshot first. Nothing was changed.',
	});
