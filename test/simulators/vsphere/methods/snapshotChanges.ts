import { notSupported, snapshotFault } from '../model/faults';
import { refuseName } from '../model/snapshotRules';
import { consolidate, refuseGone, removeSnapshots, revert } from '../model/snapshotWork';
import type { Snapshot } from '../model/snapshotTree';
import type { Vm } from '../model/vm';
import { flag, one, optional, reference, text } from '../wire/readers';
import type { Ref } from '../wire/values';
import { Fault } from '../wire/fault';
import { beginOn, refuseUnreachable } from './begin';
import type { Call } from './call';
import { method, type Methods } from './method';

const VM = { on: 'VirtualMachine', changes: true } as const;
const SNAPSHOT = { on: 'VirtualMachineSnapshot', changes: true } as const;
const REVERT = 'VirtualMachine.State.RevertToSnapshot';
const REMOVE = 'VirtualMachine.State.RemoveSnapshot';

const revertParameters = { host: optional(reference), suppressPowerOn: optional(flag) } as const;

export const snapshotChanges: Methods = {
	RevertToSnapshot_Task: method('RevertToSnapshot_Task', {
		...SNAPSHOT,
		privilege: REVERT,
		parameters: revertParameters,
		perform: (call, { suppressPowerOn = false }) =>
			beginRevert(call, 'vm.Snapshot.revert', call.snapshot(), suppressPowerOn),
	}),
	RevertToCurrentSnapshot_Task: method('RevertToCurrentSnapshot_Task', {
		...VM,
		privilege: REVERT,
		parameters: revertParameters,
		perform: (call, { suppressPowerOn = false }) => {
			const { current } = call.vm().tree;
			if (current === undefined)
				throw new Fault('NotFound', 'The virtual machine has no current snapshot.');
			return beginRevert(call, 'VirtualMachine.revertToCurrentSnapshot', current, suppressPowerOn);
		},
	}),
	RemoveSnapshot_Task: method('RemoveSnapshot_Task', {
		...SNAPSHOT,
		privilege: REMOVE,
		parameters: { removeChildren: one(flag), consolidate: optional(flag) },
		perform: (call, { removeChildren, consolidate: merges = true }) => {
			const [vm, snapshot] = [call.vm(), call.snapshot()];
			const remove = (): void => {
				refuseGone(vm, snapshot);
				vm.tree.remove(snapshot, removeChildren);
			};
			return beginRemoval(call, vm, 'vm.Snapshot.remove', remove, merges);
		},
	}),
	RemoveAllSnapshots_Task: method('RemoveAllSnapshots_Task', {
		...VM,
		privilege: REMOVE,
		parameters: { consolidate: optional(flag) },
		perform: (call, { consolidate: merges = true }) => {
			const vm = call.vm();
			return beginRemoval(
				call,
				vm,
				'VirtualMachine.removeAllSnapshots',
				() => vm.tree.clear(),
				merges,
			);
		},
	}),
	RenameSnapshot: method('RenameSnapshot', {
		...SNAPSHOT,
		privilege: 'VirtualMachine.State.RenameSnapshot',
		parameters: { name: optional(text), description: optional(text) },
		perform: (call, { name, description }) => {
			const [vm, snapshot] = [call.vm(), call.snapshot()];
			call.world.tasks.refuseBusy(vm);
			refuseUnreachable(vm);
			if (name !== undefined) refuseName(call.world, name);
			snapshot.name = name ?? snapshot.name;
			snapshot.description = description ?? snapshot.description;
			return undefined;
		},
	}),
	ConsolidateVMDisks_Task: method('ConsolidateVMDisks_Task', {
		...VM,
		since: '5.0',
		privilege: REMOVE,
		parameters: {},
		perform: (call) => {
			const vm = call.vm();
			return beginOn(call, {
				vm,
				descriptionId: 'VirtualMachine.consolidateDisks',
				seconds: call.world.durations.consolidation,
				lingers: true,
				work: () => {
					consolidate(vm);
					return undefined;
				},
			});
		},
	}),
};

function beginRevert(
	call: Call,
	descriptionId: string,
	snapshot: Snapshot,
	suppress: boolean,
): Ref {
	const { world } = call;
	const vm = call.vm();
	return beginOn(call, {
		vm,
		descriptionId,
		seconds: world.durations.reversion,
		check: () => {
			if (!vm.capability.revertToSnapshotSupported) throw notSupported();
		},
		work: () => {
			revert(world, vm, snapshot, suppress);
			return undefined;
		},
	});
}

function beginRemoval(
	call: Call,
	vm: Vm,
	descriptionId: string,
	remove: () => void,
	merges: boolean,
): Ref {
	const { world } = call;
	return beginOn(call, {
		vm,
		descriptionId,
		seconds: world.durations.removal,
		lingers: true,
		check: () => {
			if (vm.snapshotsLocked) throw snapshotFault('SnapshotLocked');
		},
		work: () => {
			removeSnapshots(world, vm, remove, merges);
			return undefined;
		},
	});
}
