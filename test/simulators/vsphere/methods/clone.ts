import { makeClone, planClone, type CloneOrder } from '../model/clone';
import { notSupported } from '../model/faults';
import { cloneSpec } from '../schema/clone';
import { one, reference, text } from '../wire/readers';
import { beginOn } from './begin';
import { method, type Methods } from './method';

export const clone: Methods = {
	CloneVM_Task: method('CloneVM_Task', {
		on: 'VirtualMachine',
		changes: true,
		privilege: 'VirtualMachine.Provisioning.Clone',
		parameters: { folder: one(reference), name: one(text), spec: one(cloneSpec) },
		perform: (call, { folder, name, spec }) => {
			const { world } = call;
			// On a host of its own it is refused whatever the state: govmomi, issue 1469.
			if (world.apiType === 'HostAgent') throw notSupported();
			const source = call.vm();
			const order: CloneOrder = { source, folder, name, spec };
			const plan = once(() => planClone(world, order));
			call.demand('VirtualMachine.Inventory.CreateFromExisting', folder);
			return beginOn(call, {
				vm: source,
				descriptionId: 'VirtualMachine.clone',
				seconds: world.durations.clone,
				cancelable: true,
				check: () => {
					const { datastore, pool } = plan();
					call.demand('Datastore.AllocateSpace', datastore.ref);
					if (pool !== null) call.demand('Resource.AssignVMToPool', pool.ref);
				},
				work: () => makeClone(world, order, plan()).ref,
			});
		},
	}),
};

/** Worked out at the call, and used when the task ends. */
function once<T>(work: () => T): () => T {
	let done: { readonly value: T } | undefined;
	return () => (done ??= { value: work() }).value;
}
