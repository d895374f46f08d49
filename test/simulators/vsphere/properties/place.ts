import type { Place } from '../model/places';
import type { World } from '../model/world';
import { data, enumerated, flag, list, long, refs, text, type Ref } from '../wire/values';
import type { Properties } from './properties';

export function placeProperties(world: World, place: Place): Properties {
	const { inventory, vms } = world;
	const vmsWhere = (fits: (vm: (typeof vms)[number]) => boolean): Ref[] =>
		vms.filter(fits).map(({ ref }) => ref);
	const common: Properties = {
		name: () => text(world.told(place.name)),
		parent: () => place.parent?.ref,
		overallStatus: () => enumerated('ManagedEntityStatus', 'green'),
	};
	const children = (type: string): Ref[] =>
		inventory
			.childrenOf(place)
			.map(({ ref }) => ref)
			.filter((ref) => ref.type === type);
	switch (place.ref.type) {
		case 'Folder': {
			const inside = vmsWhere(({ folder }) => folder === place);
			return {
				...common,
				childType: () => list('string', (place.holds ?? []).map(text)),
				childEntity: () => refs([...inventory.childrenOf(place).map(({ ref }) => ref), ...inside]),
			};
		}
		case 'Datacenter':
			return {
				...common,
				vmFolder: () => inventory.vmFolder.ref,
				hostFolder: () => inventory.hostFolder.ref,
				datastoreFolder: () => inventory.datastoreFolder.ref,
				networkFolder: () => inventory.networkFolder.ref,
				datastore: () => refs(ofType(world, 'Datastore')),
				network: () => refs(ofType(world, 'Network')),
			};
		case 'ComputeResource':
		case 'ClusterComputeResource':
			return {
				...common,
				resourcePool: () => inventory.named('ResourcePool').ref,
				host: () => refs(children('HostSystem')),
				datastore: () => refs(ofType(world, 'Datastore')),
				network: () => refs(ofType(world, 'Network')),
			};
		case 'HostSystem':
			return {
				...common,
				vm: () => refs(vmsWhere(({ host }) => host === place)),
				datastore: () => refs(ofType(world, 'Datastore')),
				runtime: () =>
					data('HostRuntimeInfo', {
						connectionState: enumerated('HostSystemConnectionState', 'connected'),
						powerState: enumerated('HostSystemPowerState', 'poweredOn'),
						inMaintenanceMode: flag(false),
					}),
			};
		case 'ResourcePool':
		case 'VirtualApp':
			return {
				...common,
				...(place.ref.type === 'VirtualApp' ? { parentFolder: () => inventory.vmFolder.ref } : {}),
				owner: () => inventory.compute.ref,
				resourcePool: () => refs([...children('ResourcePool'), ...children('VirtualApp')]),
				vm: () => refs(vmsWhere(({ pool }) => pool === place)),
			};
		case 'Datastore':
			return {
				...common,
				vm: () => refs(vmsWhere(({ datastore }) => datastore === place)),
				summary: () => summaryOf(place),
			};
		case 'Network':
			return {
				...common,
				vm: () => refs(vmsWhere(({ cards }) => cards.some(({ network }) => network === place))),
			};
	}
}

const ofType = ({ inventory }: World, type: string): Ref[] =>
	inventory.places.map(({ ref }) => ref).filter((ref) => ref.type === type);

const GIB = 2 ** 30;

const summaryOf = (place: Place) =>
	data('DatastoreSummary', {
		datastore: place.ref,
		name: text(place.name),
		url: text(`ds:///vmfs/volumes/${place.ref.value}/`),
		capacity: long(1024 * GIB),
		freeSpace: long(512 * GIB),
		accessible: flag(true),
		multipleHostAccess: flag(true),
		type: text('VMFS'),
		maintenanceMode: text('normal'),
	});
