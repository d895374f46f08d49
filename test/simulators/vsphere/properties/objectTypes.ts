/** Each managed type that can be asked for, with what it is too. */
const TYPES: Readonly<Record<string, string | undefined>> = {
	ManagedEntity: undefined,
	VirtualMachine: 'ManagedEntity',
	Folder: 'ManagedEntity',
	Datacenter: 'ManagedEntity',
	ComputeResource: 'ManagedEntity',
	ClusterComputeResource: 'ComputeResource',
	HostSystem: 'ManagedEntity',
	ResourcePool: 'ManagedEntity',
	VirtualApp: 'ResourcePool',
	Datastore: 'ManagedEntity',
	Network: 'ManagedEntity',
	// There is none of these here; still a client may ask for them.
	StoragePod: 'Folder',
	OpaqueNetwork: 'Network',
	DistributedVirtualPortgroup: 'Network',
	DistributedVirtualSwitch: 'ManagedEntity',
	VmwareDistributedVirtualSwitch: 'DistributedVirtualSwitch',
	VirtualMachineSnapshot: undefined,
	Task: undefined,
	ContainerView: undefined,
	ServiceInstance: undefined,
	SessionManager: undefined,
	TaskManager: undefined,
	ViewManager: undefined,
	PropertyCollector: undefined,
	PropertyFilter: undefined,
	SearchIndex: undefined,
};

export const isType = (type: string): boolean => type in TYPES;

export function isA(type: string, wanted: string): boolean {
	if (type === wanted) return true;
	const base = TYPES[type];
	return base !== undefined && isA(base, wanted);
}
