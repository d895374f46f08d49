import type { Order } from '../model/tasks';
import { invalidState, objectNotFound } from '../model/faults';
import type { Vm } from '../model/vm';
import { Fault } from '../wire/fault';
import type { Ref } from '../wire/values';
import type { Call } from './call';

interface VmOrder extends Omit<Order, 'entity' | 'userName'> {
	readonly vm: Vm;
	/** Throws what the VM's state forbids. */
	readonly check?: () => void;
}

/**
 * Begins a task on a VM, unless another is at work on it or its state forbids it. That is told by the call, or
 * by the task, as the quirk `refusals` says.
 */
export function beginOn(call: Call, { vm, check, ...order }: VmOrder): Ref {
	const { tasks, quirks } = call.world;
	const whole: Order = {
		...order,
		entity: vm,
		userName: call.user.name,
		work: (task) => {
			if (!call.world.vms.includes(vm)) throw objectNotFound(vm.ref);
			return order.work(task);
		},
	};
	try {
		tasks.refuseBusy(vm);
		refuseUnreachable(vm);
		check?.();
	} catch (error) {
		if (!(error instanceof Fault) || quirks.refusals === 'byCall') throw error;
		return tasks.doom(whole, error).ref;
	}
	return tasks.begin(whole).ref;
}

export function refuseUnreachable({ connectionState }: Vm): void {
	if (connectionState !== 'connected') throw invalidState();
}
