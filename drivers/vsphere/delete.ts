import type { SystemSnapshot, Target } from '../../snapshots/model';
import { consolidate } from './consolidation';
import { translateFailure } from './errors';
import type { Vsphere } from './level';
import { refusal } from './refusals';
import { snapshotRef, snapshotsIn } from './snapshotTree';
import { VimFault } from './soap/answer';
import { flag, type Ref } from './soap/request';
import { perform } from './tasks';
import { HOW_TO_CONSOLIDATE, needsConsolidation, readVm, VM_WITH_SNAPSHOTS } from './vms';

/** Removes one snapshot, never its children, and sees to it that its disks are merged. */
export async function deleteSnapshot(
	on: Vsphere,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<void> {
	const look = async () => {
		const { ref, vm } = await readVm(on, target, VM_WITH_SNAPSHOTS, signal);
		const isThere = snapshotsIn(vm.snapshot).some(({ id }) => id === snapshot.id);
		return { ref, isThere, isUnmerged: needsConsolidation(vm) };
	};
	if (!(await look()).isThere) return;

	const parameters = [flag('removeChildren', false), flag('consolidate', true)];
	const call = { method: 'RemoveSnapshot_Task', on: snapshotRef(snapshot.id), parameters };
	const failure = await refusalOf(() => perform(on, call, signal));
	// A merge that fails takes the snapshot out of the tree all the same, and leaves its files behind.
	const { ref, isThere, isUnmerged } = await look();
	if (isThere) throw failure ?? stillThere(target, snapshot);
	if (isUnmerged) await merge(on, target, ref, snapshot, signal);
	else if (failure !== undefined) throw failure;
}

/** What vSphere itself said against it; whatever else went wrong goes on. */
async function refusalOf(work: () => Promise<unknown>): Promise<VimFault | undefined> {
	try {
		await work();
		return undefined;
	} catch (error) {
		if (error instanceof VimFault) return error;
		throw error;
	}
}

async function merge(
	on: Vsphere,
	target: Target,
	ref: Ref,
	{ name }: SystemSnapshot,
	signal: AbortSignal,
): Promise<void> {
	try {
		await consolidate(on, target, ref, signal);
	} catch (error) {
		signal.throwIfAborted();
		const why = translateFailure(error, { doing: 'consolidate them', target });
		// Never BUSY: sent again, the removal would find nothing to do, and the files would stay.
		throw refusal(
			'TASK_FAILED',
			target,
			`Snapshot ${name} of ${target.name} is removed, but its disks are not merged: ${why.message}`,
			{ advice: HOW_TO_CONSOLIDATE, cause: error },
		);
	}
}

const stillThere = (target: Target, { name }: SystemSnapshot) =>
	refusal(
		'TASK_FAILED',
		target,
		`vSphere’s task is over, but snapshot ${name} of ${target.name} is still there`,
		{ advice: 'Look at the tasks and events of the VM in vSphere.' },
	);
