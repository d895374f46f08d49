import type { Vm } from '../model/vm';
import { flag, one, optional, reference, text, type Read } from '../wire/readers';
import { refs } from '../wire/values';
import type { Call } from './call';
import { method, type Methods } from './method';

const parameters = {
	datacenter: optional(reference),
	uuid: one(text),
	vmSearch: one(flag),
	instanceUuid: optional(flag),
} as const;

export const search: Methods = {
	FindByUuid: method('FindByUuid', {
		on: 'SearchIndex',
		since: '4.0',
		parameters,
		perform: (call, wanted) => found(call, wanted)[0]?.ref,
	}),
	FindAllByUuid: method('FindAllByUuid', {
		on: 'SearchIndex',
		since: '4.0',
		parameters,
		perform: (call, wanted) => refs(found(call, wanted).map(({ ref }) => ref)),
	}),
};

/** Hosts have UUIDs too; none is asked for here. */
function found(call: Call, { uuid, vmSearch, instanceUuid }: Read<typeof parameters>): Vm[] {
	if (!vmSearch) return [];
	const wanted = uuid.toLowerCase();
	return call.world.vms
		.filter((vm) => (instanceUuid === true ? vm.instanceUuid : vm.uuid) === wanted)
		.filter(({ ref }) => call.may('System.View', ref));
}
