import { incusCapabilities } from '../../drivers/incus/capabilities';
import { libvirtCapabilities } from '../../drivers/libvirt/capabilities';
import { proxmoxCapabilities } from '../../drivers/proxmox/capabilities';
import { vergeosCapabilities } from '../../drivers/vergeos/capabilities';
import { vprotectCapabilities } from '../../drivers/vprotect/capabilities';
import { vsphereCapabilities } from '../../drivers/vsphere/capabilities';
import type { Capabilities, LevelCapabilities } from '../../snapshots/capabilities';
import { LEVELS, type Level } from '../../snapshots/model';
import type { DocumentedSystem } from './supportMatrix';

interface Page extends Omit<DocumentedSystem, 'level' | 'capabilities'> {
	readonly capabilities: Capabilities;
}

const PAGES: readonly Page[] = [
	{
		title: 'Incus and LXD',
		page: 'docs/incus.md',
		capabilities: incusCapabilities,
		proven: {
			by: 'real system',
			how: 'LXD 5.0.2 with containers, a virtual machine that stays off and custom volumes, in the end-to-end run. Incus, newer LXD, memory, ZFS and clusters on an own simulator, from published facts.',
		},
	},
	{
		title: 'libvirt',
		page: 'docs/libvirt.md',
		capabilities: libvirtCapabilities,
		proven: {
			by: 'real system',
			how: 'libvirt 9.0 and QEMU 7.2 with a guest and its agent, in the end-to-end run. The other versions of libvirt on an own simulator, from published facts.',
		},
	},
	{
		title: 'Proxmox VE',
		page: 'docs/proxmox.md',
		capabilities: proxmoxCapabilities,
		proven: {
			by: 'own simulator',
			how: 'An own simulator of Proxmox VE 9 and 7, from published facts: the product’s sources and documentation. No Proxmox VE was at hand.',
		},
	},
	{
		title: 'Storware vProtect',
		page: 'docs/vprotect.md',
		capabilities: vprotectCapabilities,
		proven: {
			by: 'own simulator',
			how: 'An own simulator, from published facts: manuals, and the vendor’s open clients of its REST API. No vProtect was at hand.',
		},
	},
	{
		title: 'VergeOS',
		page: 'docs/vergeos.md',
		capabilities: vergeosCapabilities,
		proven: {
			by: 'own simulator',
			how: 'An own simulator of VergeOS 26, from published facts: documentation, release notes and the vendor’s SDKs. No VergeOS was at hand.',
		},
	},
	{
		title: 'VMware vSphere',
		page: 'docs/vsphere.md',
		capabilities: vsphereCapabilities,
		proven: {
			by: 'vendor’s simulator',
			how: 'VMware’s own API simulator (vcsim) for the wire: login, listings, trees, tasks. What that one leaves out (memory, power after a revert, clones of a snapshot, consolidation) on an own simulator, from published facts. No vSphere was at hand.',
		},
	},
];

/** One entry for each system and level that the nodes offer. */
export const documentedSystems: readonly DocumentedSystem[] = PAGES.flatMap(
	({ capabilities, ...page }) =>
		LEVELS.flatMap((level) => {
			const atLevel = capabilities.levels[level];
			return atLevel === undefined ? [] : [entry(page, level, atLevel)];
		}),
);

function entry(
	page: Omit<Page, 'capabilities'>,
	level: Level,
	capabilities: LevelCapabilities,
): DocumentedSystem {
	return { ...page, level, capabilities };
}
