import { invalidPowerState } from '../model/faults';
import { changedCards, refuseUnknown } from '../model/reconfigure';
import { configSpec } from '../schema/config';
import { one } from '../wire/readers';
import { beginOn } from './begin';
import { method, type Methods } from './method';

export const machines: Methods = {
	ReconfigVM_Task: method('ReconfigVM_Task', {
		on: 'VirtualMachine',
		changes: true,
		privilege: 'VirtualMachine.Config.EditDevice',
		parameters: { spec: one(configSpec) },
		perform: (call, { spec }) => {
			const vm = call.vm();
			refuseUnknown(spec);
			return beginOn(call, {
				vm,
				descriptionId: 'VirtualMachine.reconfigure',
				seconds: call.world.durations.reconfiguration,
				check: () => changedCards(vm, spec.deviceChange),
				work: () => {
					vm.cards = changedCards(vm, spec.deviceChange);
					vm.annotation = spec.annotation ?? vm.annotation;
					vm.name = spec.name ?? vm.name;
					vm.unchangedSince = undefined;
					return undefined;
				},
			});
		},
	}),
	Destroy_Task: method('Destroy_Task', {
		on: 'ManagedEntity',
		changes: true,
		privilege: 'VirtualMachine.Inventory.Delete',
		parameters: {},
		perform: (call) => {
			const vm = call.vm();
			return beginOn(call, {
				vm,
				descriptionId: 'VirtualMachine.destroy',
				seconds: call.world.durations.destruction,
				check: () => {
					if (vm.power === 'poweredOn') throw invalidPowerState('poweredOff', vm.power);
				},
				work: () => {
					call.world.forget(vm);
					return undefined;
				},
			});
		},
	}),
};
