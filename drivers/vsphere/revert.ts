import { SnapshotError } from '../../snapshots/errors';
import type { RevertRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { translateFailure, VSPHERE } from './errors';
import { abilities, assertAble } from './flags';
import type { Vsphere } from './level';
import { powerOff, powerOn } from './power';
import { wanted } from './properties';
import { refusal } from './refusals';
import { snapshotRef } from './snapshotTree';
import { flag } from './soap/request';
import { perform } from './tasks';
import { powerStateOf, readVm, snapshotOf, VM, WITH_SNAPSHOTS, vmTarget } from './vms';

const VM_TO_REVERT = wanted('VirtualMachine', { ...WITH_SNAPSHOTS, ...abilities });

/** Goes back to one snapshot, and on to the power state that is asked for. */
export async function revertToSnapshot(
	on: Vsphere,
	target: Target,
	snapshot: SystemSnapshot,
	{ power }: RevertRequest,
	signal: AbortSignal,
): Promise<Target> {
	const { ref, vm } = await readVm(on, target, VM_TO_REVERT, signal);
	const { name } = snapshotOf(target, vm, snapshot);
	assertAble(target, vm, 'snapshotOperationsSupported', 'revertToSnapshotSupported');

	const parameters = [flag('suppressPowerOn', power === 'stopped')];
	const call = { method: 'RevertToSnapshot_Task', on: snapshotRef(snapshot.id), parameters };
	if ((await perform(on, call, signal)) === 'forgotten') throw unknownOutcome(target, name);

	const state = async () => powerStateOf((await readVm(on, target, VM, signal)).vm);
	try {
		// A snapshot without the memory leaves even a VM off that was running.
		if (power === 'running' && (await state()) !== 'running') await powerOn(on, ref, signal);
		if (power === 'stopped' && (await state()) !== 'stopped') await powerOff(on, ref, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw revertedOnly(target, name, power, error);
	}
	const after = await readVm(on, target, VM, signal);
	return vmTarget(after.vm, after.ref);
}

/** Nothing in the VM's tree proves a revert to what may have been its current snapshot before. */
const unknownOutcome = (target: Target, name: string): SnapshotError =>
	refusal(
		'TASK_FAILED',
		target,
		`vSphere no longer knows how the revert of ${target.name} to ${name} ended`,
		{ advice: 'Look at the events of the VM in vSphere before you run again.' },
	);

function revertedOnly(
	target: Target,
	name: string,
	power: RevertRequest['power'],
	cause: unknown,
): SnapshotError {
	const doing = `bring ${target.name} into the power state ${power}`;
	const why = translateFailure(cause, { doing, target });
	return new SnapshotError(
		'TASK_FAILED',
		`${target.name} was reverted to ${name}, but: ${why.message}`,
		{ system: VSPHERE, target, cause, advice: `The revert itself is done. ${why.advice}` },
	);
}
