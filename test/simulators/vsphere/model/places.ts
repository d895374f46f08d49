import type { Ref } from '../wire/values';

export type PlaceType =
	| 'Folder'
	| 'Datacenter'
	| 'ComputeResource'
	| 'ClusterComputeResource'
	| 'HostSystem'
	| 'ResourcePool'
	| 'VirtualApp'
	| 'Datastore'
	| 'Network';

/** Whatever VMs are in, on, or connected to. */
export interface Place {
	readonly ref: Ref & { readonly type: PlaceType };
	readonly name: string;
	readonly parent: Place | null;
	/** Of a folder: what can be in it. */
	readonly holds?: readonly string[];
}
