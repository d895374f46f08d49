import { libvirtCapabilities } from '../../drivers/libvirt/capabilities';
import type { LevelCapabilities } from '../../snapshots/capabilities';
import type { DocumentedSystem } from './supportMatrix';

const atLevel = (capabilities: LevelCapabilities | undefined): LevelCapabilities => {
	if (capabilities === undefined) throw new Error('A documented system lacks the level');
	return capabilities;
};

/** One entry for each system and level that the nodes offer. `proven` tells what was really seen. */
export const documentedSystems: readonly DocumentedSystem[] = [
	{
		title: 'libvirt',
		page: 'docs/libvirt.md',
		level: 'vm',
		capabilities: atLevel(libvirtCapabilities.levels.vm),
		proven:
			'**real system** in the end-to-end run (libvirt 9.0, QEMU 7.2, guest with agent); the other libvirt versions on an own simulator from published facts',
	},
];
