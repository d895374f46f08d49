import {
	invalidPowerState,
	notSupported,
	toolsUnavailable,
	type PowerState,
} from '../model/faults';
import { switchPower } from '../model/snapshotWork';
import type { Vm } from '../model/vm';
import { optional, reference } from '../wire/readers';
import type { Ref } from '../wire/values';
import { beginOn, refuseUnreachable } from './begin';
import type { Call } from './call';
import { method, type Methods } from './method';

const VM = { on: 'VirtualMachine', changes: true } as const;

export const power: Methods = {
	PowerOnVM_Task: method('PowerOnVM_Task', {
		...VM,
		privilege: 'VirtualMachine.Interact.PowerOn',
		parameters: { host: optional(reference) },
		perform: (call) => {
			const vm = call.vm();
			return begin(call, vm, 'VirtualMachine.powerOn', 'poweredOn', () => {
				if (vm.template) throw notSupported();
				if (vm.power === 'poweredOn') throw invalidPowerState('poweredOn', vm.power);
			});
		},
	}),
	PowerOffVM_Task: method('PowerOffVM_Task', {
		...VM,
		privilege: 'VirtualMachine.Interact.PowerOff',
		parameters: {},
		perform: (call) => {
			const vm = call.vm();
			const { powerOffSuspended } = call.world.quirks;
			return begin(call, vm, 'VirtualMachine.powerOff', 'poweredOff', () => {
				if (vm.power === 'suspended' && powerOffSuspended === 'performed') return;
				if (vm.power !== 'poweredOn') throw invalidPowerState('poweredOff', vm.power);
			});
		},
	}),
	SuspendVM_Task: method('SuspendVM_Task', {
		...VM,
		privilege: 'VirtualMachine.Interact.Suspend',
		parameters: {},
		perform: (call) => {
			const vm = call.vm();
			return begin(call, vm, 'VirtualMachine.suspend', 'suspended', () => {
				if (vm.power !== 'poweredOn') throw invalidPowerState('suspended', vm.power);
			});
		},
	}),
	ShutdownGuest: method('ShutdownGuest', {
		...VM,
		privilege: 'VirtualMachine.Interact.PowerOff',
		parameters: {},
		perform: (call) => {
			const vm = call.vm();
			const { agenda, tasks, durations } = call.world;
			tasks.refuseBusy(vm);
			refuseUnreachable(vm);
			if (vm.power !== 'poweredOn') throw invalidPowerState('poweredOff', vm.power);
			if (vm.tools !== 'running') throw toolsUnavailable();
			const run = vm.runs;
			agenda.plan(call.world.now() + durations.guestShutdown * 1000, () => {
				if (vm.power === 'poweredOn' && vm.runs === run) switchPower(vm, 'poweredOff');
			});
			return undefined;
		},
	}),
};

function begin(call: Call, vm: Vm, descriptionId: string, to: PowerState, check: () => void): Ref {
	return beginOn(call, {
		vm,
		descriptionId,
		seconds: call.world.durations.power,
		check,
		work: () => {
			switchPower(vm, to);
			return undefined;
		},
	});
}
