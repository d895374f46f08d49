import { invalidArgument } from '../model/faults';
import { refuseSnapshot, takesMemory } from '../model/snapshotRules';
import { takeSnapshot, type DescribedWish } from '../model/snapshotWork';
import { quiesceSpec } from '../schema/quiesce';
import { flag, one, optional, text } from '../wire/readers';
import type { Ref } from '../wire/values';
import { beginOn } from './begin';
import type { Call } from './call';
import { method, type Methods } from './method';

const ON_VM = {
	on: 'VirtualMachine',
	changes: true,
	privilege: 'VirtualMachine.State.CreateSnapshot',
} as const;

export const snapshots: Methods = {
	CreateSnapshot_Task: method('CreateSnapshot_Task', {
		...ON_VM,
		parameters: {
			name: one(text),
			description: optional(text),
			memory: one(flag),
			quiesce: one(flag),
		},
		perform: (call, { name, description = '', memory, quiesce }) =>
			begin(call, 'VirtualMachine.createSnapshot', { name, description, memory, quiesce }),
	}),
	CreateSnapshotEx_Task: method('CreateSnapshotEx_Task', {
		...ON_VM,
		since: '6.5',
		parameters: {
			name: one(text),
			description: optional(text),
			memory: one(flag),
			quiesceSpec: optional(quiesceSpec),
		},
		perform: (call, { name, description = '', memory, quiesceSpec: spec }) => {
			const { timeout = 15 } = spec ?? {};
			if (timeout < 5 || timeout > 240) throw invalidArgument('quiesceSpec.timeout');
			const wish = { name, description, memory, quiesce: spec !== undefined };
			return begin(call, 'VirtualMachine.createSnapshotEx', wish);
		},
	}),
};

function begin(call: Call, descriptionId: string, wish: DescribedWish): Ref {
	const { world } = call;
	const { durations, quirks } = world;
	const vm = call.vm();
	const { memorySnapshot, quiescedSnapshot, snapshot } = durations;
	const withMemory = takesMemory(vm, wish);
	return beginOn(call, {
		vm,
		descriptionId,
		cancelable: true,
		seconds: withMemory ? memorySnapshot : wish.quiesce ? quiescedSnapshot : snapshot,
		check: () => refuseSnapshot(world, vm, wish),
		work: ({ startedAt }) => takeSnapshot(world, vm, wish, startedAt ?? world.now()),
		cancelled: () => {
			if (quirks.cancelledCreation === 'consolidationNeeded') vm.consolidationNeeded = true;
		},
	});
}
