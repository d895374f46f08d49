import type { Row, Value } from './table';
import {
	contentOf,
	insertVm,
	isRunning,
	machineOf,
	removeVmRows,
	statusOf,
	vmOfMachine,
} from './vms';
import { refusal, type World } from './world';

/** Rows of the frozen copy's VM, and of the snapshot that points to it. */
export function freezeMachine(world: World, vm: Row, values: Readonly<Record<string, Value>>): Row {
	const content = contentOf(world, vm);
	const frozen = world.machineKeys.freezing(Number(vm.$key), () =>
		insertVm(world, content, { isSnapshot: true, macs: 'kept' }),
	);
	return world.table('machine_snapshots').insert({
		created: world.now(),
		expires: 0,
		...values,
		machine: vm.machine ?? null,
		snap_machine: frozen.machine ?? null,
	});
}

/** Whether the file systems were frozen. A stopped VM is simply marked so (release notes of 4.12). */
export function quiesceOutcome(world: World, vm: Row, wanted: boolean): boolean {
	if (!wanted || !world.quirks.createQuiesces) return false;
	if (!isRunning(world, vm)) return true;
	const answers = statusOf(world, vm).agent_version !== '';
	if (answers) return machineOf(world, vm)._agent === 'connected';
	const { quiesceWithoutAgent } = world.quirks;
	if (quiesceWithoutAgent === 'notQuiesced') return false;
	throw refusal(quiesceWithoutAgent);
}

/** The row in `vms` of the frozen copy: what `vm_actions` has to be given. */
export const frozenVmOf = (world: World, snapshot: Row): Row | undefined =>
	vmOfMachine(world, snapshot.snap_machine);

export function removeMachineSnapshot(world: World, snapshot: Row): void {
	const frozen = frozenVmOf(world, snapshot);
	if (frozen) removeVmRows(world, frozen);
	world.table('machine_snapshots').remove(snapshot);
}

export const snapshotsOfVm = (world: World, vm: Row): Row[] =>
	world.table('machine_snapshots').where('machine', vm.machine ?? null);
