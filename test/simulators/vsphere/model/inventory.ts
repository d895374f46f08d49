import { ref } from '../wire/values';
import type { ApiType, Names } from './identity';
import type { Place, PlaceType } from './places';

/** Where things are, and where new ones go. */
export class Inventory {
	readonly places: Place[] = [];
	readonly root: Place;
	readonly datacenter: Place;
	readonly vmFolder: Place;
	readonly hostFolder: Place;
	readonly datastoreFolder: Place;
	readonly networkFolder: Place;
	readonly compute: Place;

	constructor(
		apiType: ApiType,
		private readonly names: Names,
	) {
		const [vc, esxi] = [apiType === 'VirtualCenter', apiType === 'HostAgent'];
		const folder = (name: string, value: string, holds: string, parent: Place | null): Place =>
			this.add('Folder', name, value, parent, [holds, 'Folder']);
		this.root = folder(
			vc ? 'Datacenters' : 'ha-folder-root',
			vc ? 'group-d1' : 'ha-folder-root',
			'Datacenter',
			null,
		);
		const center = vc ? 'datacenter-2' : 'ha-datacenter';
		this.datacenter = this.add('Datacenter', vc ? 'DC0' : center, center, this.root);
		const inside = (name: string, value: string, holds: string): Place =>
			folder(name, vc ? value : `ha-folder-${name}`, holds, this.datacenter);
		this.vmFolder = inside('vm', 'group-v3', 'VirtualMachine');
		this.hostFolder = inside('host', 'group-h4', 'ComputeResource');
		this.datastoreFolder = inside('datastore', 'group-s5', 'Datastore');
		this.networkFolder = inside('network', 'group-n6', 'Network');
		this.compute = esxi
			? this.add('ComputeResource', 'localhost.localdomain', 'ha-compute-res', this.hostFolder)
			: this.add('ClusterComputeResource', 'Cluster', 'domain-c7', this.hostFolder);
		this.add('ResourcePool', 'Resources', vc ? 'resgroup-8' : 'ha-root-pool', this.compute);
		this.add('HostSystem', 'esx-01', vc ? 'host-9' : 'ha-host', this.compute);
		this.add(
			'Datastore',
			'datastore1',
			vc ? 'datastore-11' : '5f1c2d3e-4b5a6978-8d9e-0a1b2c3d4e5f',
			this.datastoreFolder,
		);
		this.add(
			'Network',
			'VM Network',
			vc ? 'network-12' : 'HaNetwork-VM Network',
			this.networkFolder,
		);
	}

	/** The one of this name; made where there is none. No name: the first of its type. */
	named(
		type: 'Folder' | 'HostSystem' | 'ResourcePool' | 'Datastore' | 'Network' | 'VirtualApp',
		name?: string,
	): Place {
		const first =
			type === 'Folder'
				? this.vmFolder
				: this.places.find(({ ref: { type: own } }) => own === type);
		if (name === undefined && first !== undefined) return first;
		const known = this.places.find((place) => place.ref.type === type && place.name === name);
		return (
			known ??
			this.add(type, name ?? type, this.names.place(PREFIX[type]), this.parentOf(type), HOLDS[type])
		);
	}

	childrenOf(parent: Place): readonly Place[] {
		return this.places.filter((place) => place.parent === parent);
	}

	/** Whether it is there, or somewhere below. */
	isWithin(place: Place | null, container: Place): boolean {
		if (place === null) return false;
		return place === container || this.isWithin(place.parent, container);
	}

	private parentOf(type: PlaceType): Place {
		switch (type) {
			case 'Folder':
				return this.vmFolder;
			case 'HostSystem':
				return this.compute;
			case 'ResourcePool':
			case 'VirtualApp':
				return this.named('ResourcePool');
			case 'Datastore':
				return this.datastoreFolder;
			case 'Network':
				return this.networkFolder;
			case 'Datacenter':
				return this.root;
			case 'ComputeResource':
			case 'ClusterComputeResource':
				return this.hostFolder;
		}
	}

	private add(
		type: PlaceType,
		name: string,
		value: string,
		parent: Place | null,
		holds?: readonly string[],
	): Place {
		const place: Place = { ref: { ...ref(type, value), type }, name, parent, holds };
		this.places.push(place);
		return place;
	}
}

const PREFIX = {
	Folder: 'group-v',
	HostSystem: 'host-',
	ResourcePool: 'resgroup-',
	VirtualApp: 'resgroup-v',
	Datastore: 'datastore-',
	Network: 'network-',
} as const;

const HOLDS: Partial<Record<PlaceType, readonly string[]>> = {
	Folder: ['VirtualMachine', 'Folder'],
};
