export { startLibvirtSimulator, type LibvirtSimulator, type SimulatorOptions } from './simulator';
export type { Fault, SimulatorRequest } from './faults';
export type { VmSpec, DiskSpec } from './model/definition';
export { TAGS_NAMESPACE } from './model/definition';
export type { LibvirtHost } from './model/host';
