import { SnapshotError } from '../../snapshots/errors';
import { incus } from './incus';
import { libvirt } from './libvirt';
import { proxmox } from './proxmox';
import type { System } from './system';
import { vergeos } from './vergeos';
import { vprotect } from './vprotect';
import { vsphere } from './vsphere';

/** Every system that the command line reaches, A to Z. Nothing else in `cli/` names one. */
export const SYSTEMS: readonly System[] = [incus, libvirt, proxmox, vergeos, vprotect, vsphere];

export function findSystem(id: string): System {
	const found = SYSTEMS.find((system) => system.id === id);
	if (found !== undefined) return found;
	throw new SnapshotError('INVALID_INPUT', `There is no system ${JSON.stringify(id)}`, {
		system: id,
		advice: `There are: ${SYSTEMS.map((system) => system.id).join(', ')}. Nothing was sent.`,
	});
}
