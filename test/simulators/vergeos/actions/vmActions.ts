import { frozenVmOf } from '../model/machineSnapshots';
import { kill, powerOff, powerOn, reset, setRunning } from '../model/power';
import { runTask } from '../model/tasks';
import type { Row } from '../model/table';
import { contentOf, insertVm, isRunning, machineOf, overwriteVm, vmOfMachine } from '../model/vms';
import { refOf, refusal, type World } from '../model/world';
import { ApiError } from '../server/apiError';
import { danglingKey, missing, type Body } from '../writers/input';
import { isNameOfLive, nameTaken } from '../writers/names';
import { isTrue, notSimulated, textIn, type Action, type ActionResult } from './action';

/** `snapshot` is no action: 422, as measured. */
export const vmActions: Readonly<Record<string, Action>> = {
	poweron: power(powerOn),
	poweroff: power(powerOff),
	kill: power(kill),
	reset: power(reset),
	clone,
	restore,
	refresh: () => undefined,
	quiesce_snapshot: quiesceSnapshot,
	hibernate: notSimulated,
	migrate: notSimulated,
	// Its parameters are not known, so neither is what it would import.
	recover_cloudsnapshot: notSimulated,
	changecd: notSimulated,
	changenet: notSimulated,
	paste: notSimulated,
	hotplugdrive: notSimulated,
	hotplugnic: notSimulated,
	execute: notSimulated,
	fsync_strict: notSimulated,
	erase_drive: notSimulated,
};

function power(act: (world: World, vm: Row) => void): Action {
	return ({ world, row }) => {
		// Inferred: a frozen copy does not start.
		if (row.is_snapshot === true) throw new ApiError(422, 'Operation not permitted on a snapshot');
		world.assertFree(refOf('vms', row));
		act(world, row);
		return undefined;
	};
}

/** Of a live VM or of a frozen copy: a new VM, powered off. The keys come as text, as measured. */
function clone({ world, row, params }: Parameters<Action>[0]): ActionResult {
	const name = textIn(params, 'name') ?? `${String(row.name)}_${world.now()}`;
	if ([...name].length > 128) {
		throw new ApiError(422, "Validation error on field: 'name' - 'fails validation test'");
	}
	if (isNameOfLive(world, 'vms', name)) {
		throw nameTaken('A virtual machine already exists with this name');
	}
	const content = { ...contentOf(world, row), name };
	const vm = insertVm(world, content, { macs: isTrue(params.preserve_macs) ? 'kept' : 'new' });
	const description = textIn(params, 'description');
	if (description !== undefined) world.table('vms').change(vm, { description });
	const machine = machineOf(world, vm);
	return {
		vmkey: String(vm.$key),
		machinekey: String(machine.$key),
		machinestatuskey: String(machine.status),
		clusterkey: String(machine.cluster),
	};
}

/**
 * In place. `vm` is the row of the frozen copy. A live VM's key acts on that VM, whoever it is, with the
 * snapshot that `params.snapshot` names: that is how a client which mixes up keys destroys a stranger.
 */
function restore({ world, row, params }: Parameters<Action>[0]): ActionResult {
	const { frozen, target } = restored(world, row, params);
	world.assertFree(refOf('vms', target));
	if (isRunning(world, target)) throw refusal(world.quirks.runningOnRestore);
	const content = contentOf(world, frozen);
	const apply = (): void => {
		overwriteVm(world, target, content);
		if (isTrue(params.poweron)) setRunning(world, target);
	};
	if (!world.quirks.restoreAnswersTask) {
		apply();
		return undefined;
	}
	const seconds = world.durations.restore;
	const task = runTask(world, { name: 'Restore', owner: refOf('vms', target), seconds, apply });
	return { task: task.$key };
}

function restored(world: World, row: Row, params: Body): { frozen: Row; target: Row } {
	const named = snapshotIn(world, params);
	if (row.is_snapshot === true) {
		const snapshot = world.table('machine_snapshots').where('snap_machine', row.machine ?? null)[0];
		const target = vmOfMachine(world, snapshot?.machine);
		// Inferred: a frozen copy and a snapshot that do not belong together.
		const contradicts = named !== undefined && named !== snapshot;
		if (target === undefined || contradicts) throw danglingKey('snapshot');
		return { frozen: row, target };
	}
	if (named === undefined) throw missing('snapshot');
	const frozen = frozenVmOf(world, named);
	if (frozen === undefined) throw danglingKey('snapshot');
	return { frozen, target: row };
}

function snapshotIn(world: World, { snapshot: key }: Body): Row | undefined {
	if (key === undefined || key === null) return undefined;
	const isKey = typeof key === 'string' || typeof key === 'number';
	const found = isKey ? world.table('machine_snapshots').find(key) : undefined;
	if (found === undefined) throw danglingKey('snapshot');
	return found;
}

/** Makes no row in `machine_snapshots`, as the vendor's newest comment says; without an agent it fails. */
function quiesceSnapshot({ world, row }: Parameters<Action>[0]): ActionResult {
	const connected = machineOf(world, row)._agent === 'connected' && isRunning(world, row);
	if (!connected) throw new ApiError(422, 'Guest agent is not available');
	return undefined;
}
