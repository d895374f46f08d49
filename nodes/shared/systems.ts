import type { System } from './systems/system';
import { incus } from './systems/incus';
import { libvirt } from './systems/libvirt';
import { proxmox } from './systems/proxmox';
import { vergeos } from './systems/vergeos';
import { vprotect } from './systems/vprotect';
import { vsphere } from './systems/vsphere';

/**
 * Every system that the nodes offer. The first is what a new node shows; the others are A to Z. Nothing else in
 * `nodes/` names one.
 */
export const SYSTEMS: readonly [System, ...System[]] = [
	libvirt,
	incus,
	proxmox,
	vprotect,
	vergeos,
	vsphere,
];
