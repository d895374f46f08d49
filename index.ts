/** The public door for programs: the domain, its operations and the drivers. n8n loads the nodes instead. */
export * from './snapshots/model';
export * from './snapshots/capabilities';
export * from './snapshots/clock';
export * from './snapshots/connection';
export * from './snapshots/driver';
export * from './snapshots/errors';
export * from './snapshots/nativeProfile';
export * from './snapshots/record';
export * from './snapshots/health/checks';
export * from './snapshots/health/expectation';
export * from './snapshots/health/finding';
export * from './snapshots/health/health';
export * from './snapshots/mark/mark';
export * from './snapshots/mark/readMark';
export * from './snapshots/operations/create/createGroup';
export * from './snapshots/operations/create/createOrder';
export * from './snapshots/operations/create/createSnapshot';
export * from './snapshots/operations/findSnapshot';
export * from './snapshots/operations/findTarget';
export * from './snapshots/operations/health';
export * from './snapshots/operations/hold';
export * from './snapshots/operations/list';
export * from './snapshots/operations/nativeProfile/applyRetention';
export * from './snapshots/operations/nativeProfile/assign';
export * from './snapshots/operations/nativeProfile/autoAssign';
export * from './snapshots/operations/nativeProfile/export';
export * from './snapshots/operations/nativeProfile/find';
export * from './snapshots/operations/nativeProfile/import';
export * from './snapshots/operations/nativeProfile/list';
export * from './snapshots/operations/pictures';
export * from './snapshots/operations/prune';
export * from './snapshots/operations/remove';
export * from './snapshots/operations/restoreAsNew';
export * from './snapshots/operations/result';
export * from './snapshots/operations/revert/revertOrder';
export * from './snapshots/operations/revert/revertToSnapshot';
export * from './snapshots/operations/warnings';
export * from './snapshots/pictures/calendarSvg';
export * from './snapshots/pictures/timelineSvg';
export * from './snapshots/pictures/treeSvg';
export * from './snapshots/retention/explain';
export * from './snapshots/retention/explainSimulation';
export * from './snapshots/retention/plan';
export * from './snapshots/retention/policy';
export * from './snapshots/retention/simulate';
export * from './snapshots/schedule/due';
export * from './snapshots/schedule/ended';
export * from './snapshots/schedule/occurrences';
export * from './snapshots/schedule/profile';
export * from './snapshots/selection/targetFilter';
export { incusCapabilities } from './drivers/incus/capabilities';
export { incusDriver, type IncusOptions } from './drivers/incus/driver';
export type { IncusLogin } from './drivers/incus/login';
export {
	readLogin as readIncusLogin,
	type GivenLogin as GivenIncusLogin,
} from './drivers/incus/readLogin';
export * from './drivers/libvirt/capabilities';
export { libvirtDriver } from './drivers/libvirt/driver';
export { memoryDriver, type MemoryDriver } from './drivers/memory/driver';
export type { Fault } from './drivers/memory/faults';
export { MemorySystem, type MachineSpec, type MemorySystemOptions } from './drivers/memory/system';
export { proxmoxCapabilities } from './drivers/proxmox/capabilities';
export { proxmoxDriver } from './drivers/proxmox/driver';
export type { ProxmoxLogin } from './drivers/proxmox/login';
export { vergeosCapabilities } from './drivers/vergeos/capabilities';
export { vergeosDriver } from './drivers/vergeos/driver';
export type { VergeosLogin } from './drivers/vergeos/login';
export { vprotectCapabilities } from './drivers/vprotect/capabilities';
export { vprotectDriver } from './drivers/vprotect/driver';
export type { VprotectLogin } from './drivers/vprotect/login';
export { esxiCapabilities, vsphereCapabilities } from './drivers/vsphere/capabilities';
export { openVsphere } from './drivers/vsphere/driver';
export type { VsphereLogin } from './drivers/vsphere/login';
export type { SshPort } from './drivers/transports/ssh';
export {
	connectSsh,
	type SshClient,
	type SshConnectionOptions,
} from './drivers/transports/sshClient';
