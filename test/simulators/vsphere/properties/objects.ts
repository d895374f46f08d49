import type { Call } from '../methods/call';
import { objectNotFound } from '../model/faults';
import { serviceContent, servicesOf } from '../model/serviceContent';
import type { Found, World } from '../model/world';
import type { View } from '../server/sessions';
import { dateTime, flag, list, refs, sameRef, text, type Ref } from '../wire/values';
import { isA } from './objectTypes';
import { placeProperties } from './place';
import type { Properties } from './properties';
import { taskProperties } from './task';
import { configOf, vmProperties } from './virtualMachine';

/** Undefined: there is no such object. */
export function propertiesOf(call: Call, ref: Ref): Properties | undefined {
	const view = call.session.views.find((one) => sameRef(one.ref, ref));
	if (view !== undefined) return viewProperties(call, view);
	const found = call.world.find(ref);
	return found === undefined
		? serviceProperties(call.world, ref)
		: entityProperties(call.world, found);
}

function entityProperties(world: World, found: Found): Properties {
	switch (found.kind) {
		case 'vm':
			return vmProperties(world, found.vm);
		case 'task':
			return taskProperties(world, found.task);
		case 'place':
			return placeProperties(world, found.place);
		case 'snapshot': {
			const { vm, snapshot } = found;
			return {
				config: () => configOf(world, vm, snapshot.frozen.cards),
				vm: () => vm.ref,
				childSnapshot: () => refs(vm.tree.childrenOf(snapshot).map(({ ref }) => ref)),
			};
		}
	}
}

const viewProperties = (call: Call, view: View): Properties => ({
	view: () => refs(viewed(call, view)),
	container: () => view.container,
	type: () => list('string', view.types.map(text)),
	recursive: () => flag(view.recursive),
});

/** What a view shows to this user, in the order of the system. */
function viewed(call: Call, { container, types, recursive }: View): Ref[] {
	const { inventory, vms } = call.world;
	const root = inventory.places.find(({ ref }) => sameRef(ref, container));
	if (root === undefined) throw objectNotFound(container);
	const places = inventory.places.filter(({ parent }) =>
		recursive ? inventory.isWithin(parent, root) : parent === root,
	);
	const machines = vms.filter(({ folder, pool, host }) =>
		[folder ?? inventory.vmFolder, pool, host].some((place) =>
			recursive ? inventory.isWithin(place, root) : place === root,
		),
	);
	return [...places, ...machines]
		.map(({ ref }) => ref)
		.filter((ref) => types.length === 0 || types.some((type) => isA(ref.type, type)))
		.filter((ref) => call.may('System.View', ref));
}

function serviceProperties(world: World, ref: Ref): Properties | undefined {
	const services = servicesOf(world.apiType);
	if (ref.type === 'ServiceInstance' && ref.value === 'ServiceInstance') {
		return {
			content: () => serviceContent(world.apiType, world.apiVersion, world.inventory.root.ref),
			serverClock: () => dateTime(world.now()),
		};
	}
	if (sameRef(ref, services.taskManager)) {
		return { recentTask: () => refs(world.tasks.all.map((task) => task.ref)) };
	}
	if (Object.values(services).some((service: Ref) => sameRef(service, ref))) return {};
	return undefined;
}
