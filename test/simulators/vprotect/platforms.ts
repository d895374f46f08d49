/** What vProtect can do with the VMs of one virtualization platform. */
export interface Platform {
	readonly hypervisorType: string;
	/** Null where hypervisors stand alone. */
	readonly managerType: string | null;
	readonly snapshots: boolean;
	/** Whether a VM's quiesce switch has an effect. */
	readonly quiesces: boolean;
	/** Whether tags of the platform reach vProtect. */
	readonly tags: boolean;
	/** Nutanix: a revert makes a new VM, and the original is removed. */
	readonly revertMakesNewVm: boolean;
}

const platform = (
	hypervisorType: string,
	managerType: string | null,
	features: Partial<Omit<Platform, 'hypervisorType' | 'managerType'>> = {},
): Platform => ({
	hypervisorType,
	managerType,
	snapshots: true,
	quiesces: false,
	tags: false,
	revertMakesNewVm: false,
	...features,
});

const QUIESCED_AND_TAGGED = { quiesces: true, tags: true };

/**
 * Which platforms have snapshot management is published (support matrix, and the client's own gate). Of the
 * type names only those that the gate spells are: CITRIX, PROXMOX, ESXI, HYPERV for hypervisors; AWS, NUTANIX,
 * RHEV, RHV, VCENTER for managers. The others are inferred.
 */
export const PLATFORMS = {
	vcenter: platform('ESXI', 'VCENTER', QUIESCED_AND_TAGGED),
	esxi: platform('ESXI', null, QUIESCED_AND_TAGGED),
	hyperv: platform('HYPERV', null),
	nutanix: platform('NUTANIX', 'NUTANIX', { ...QUIESCED_AND_TAGGED, revertMakesNewVm: true }),
	rhv: platform('RHV', 'RHV', QUIESCED_AND_TAGGED),
	rhev: platform('RHEV', 'RHEV', QUIESCED_AND_TAGGED),
	citrix: platform('CITRIX', null, QUIESCED_AND_TAGGED),
	proxmox: platform('PROXMOX', null),
	aws: platform('AWS', 'AWS', { tags: true }),
	kvm: platform('KVM', null, { snapshots: false }),
	openstack: platform('OPENSTACK', 'OPENSTACK', { snapshots: false }),
} satisfies Record<string, Platform>;

export type PlatformName = keyof typeof PLATFORMS;
