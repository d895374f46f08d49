import { incusSimulator } from './systems/incusSimulator';
import { libvirtSimulator } from './systems/libvirtSimulator';
import { memorySystem } from './systems/memory';
import { CONTAINERS, ON_ZFS, proxmoxSimulator } from './systems/proxmoxSimulator';
import { REALISTIC } from '../simulators/proxmox';
import { OTHERWISE, vergeosSimulator } from './systems/vergeosSimulator';
import { vprotectSimulator } from './systems/vprotectSimulator';
import { VSPHERE_OTHERWISE, vsphereSimulator } from './systems/vsphereSimulator';
import type { RegisteredSystem } from './systemUnderTest';

/** Every driver, against each of its simulators and peers. One line makes the whole contract hold for it. */
export const systems: readonly RegisteredSystem[] = [
	{ name: 'memory, everything possible', make: memorySystem({}) },
	{
		name: 'memory, where only whole running VMs can be snapshotted',
		make: memorySystem({ without: ['diskOnlyWhileRunning', 'quiesce'] }, { memory: true }),
	},
	{
		name: 'memory, with disks only and the mark in the name',
		make: memorySystem({
			without: ['memory', 'nativeExpiry', 'tags'],
			markIn: 'name',
			maxNameLength: 63,
			nativeHold: false,
		}),
	},
	{
		name: 'memory, where a revert needs the newest snapshot and four are the limit',
		make: memorySystem({
			revertOnlyNewest: true,
			maxSnapshotsPerTarget: 4,
			quiesceFailure: 'fallBackSilently',
		}),
	},
	{
		name: 'memory, where snapshots can only be taken and looked at',
		make: memorySystem({ without: ['revert', 'restoreAsNew', 'delete', 'update', 'memory'] }),
	},
	{
		name: 'libvirt 9.0 (simulator), with memory',
		make: libvirtSimulator({ libvirtVersion: '9.0.0' }, { memory: true }),
	},
	{
		name: 'libvirt 9.0 (simulator), disks only',
		make: libvirtSimulator({ libvirtVersion: '9.0.0' }, { memory: false }),
	},
	{
		name: 'libvirt 11.3 (simulator), disks only',
		make: libvirtSimulator({ libvirtVersion: '11.3.0' }, { memory: false }),
	},
	{ name: 'VergeOS 26.1 (simulator), VMs', make: vergeosSimulator('vm') },
	{
		name: 'VergeOS 26.1 (simulator), VMs, with work that takes time and the other shape of answers',
		make: vergeosSimulator('vm', OTHERWISE),
	},
	{ name: 'VergeOS 26.1 (simulator), the whole system', make: vergeosSimulator('system') },
	{ name: 'VergeOS 26.1 (simulator), tenants', make: vergeosSimulator('tenant') },
	{ name: 'VergeOS 26.1 (simulator), NAS volumes', make: vergeosSimulator('volume') },
	{ name: 'vProtect (simulator), without its command line', make: vprotectSimulator('api') },
	{ name: 'vProtect (simulator), with its command line', make: vprotectSimulator('apiAndSsh') },
	{
		name: 'vProtect (simulator), an older one',
		make: vprotectSimulator('api', { quirks: { generation: 'older', policyList: 'full' } }),
	},
	{ name: 'Proxmox VE 9.0 (simulator), VMs on LVM-thin', make: proxmoxSimulator() },
	{
		name: 'Proxmox VE 7.4 (simulator), VMs on LVM-thin, with work that takes time and a password',
		make: proxmoxSimulator({
			generation: 'older',
			durations: REALISTIC,
			login: 'password',
			quirks: { descriptionNewline: false, currentListed: 'first', failedFreeze: 'warning' },
		}),
	},
	{ name: 'Proxmox VE 9.0 (simulator), VMs on ZFS', make: proxmoxSimulator(ON_ZFS) },
	{ name: 'Proxmox VE 9.0 (simulator), containers', make: proxmoxSimulator(CONTAINERS) },
	{ name: 'Incus (simulator), virtual machines with memory', make: incusSimulator() },
	{
		name: 'Incus (simulator), containers, signed tokens and work that takes time',
		make: incusSimulator({ kind: 'container', proof: 'signedToken', pace: 1 }),
	},
	{
		name: 'Incus 6.0 (simulator), containers',
		make: incusSimulator({ kind: 'container', generation: 'older' }),
	},
	{
		name: 'Incus (simulator), containers on ZFS',
		make: incusSimulator({ kind: 'container', driver: 'zfs' }),
	},
	{ name: 'Incus (simulator), volumes', make: incusSimulator({ kind: 'volume' }) },
	{
		name: 'Incus LXD (simulator), containers of one project',
		make: incusSimulator({ kind: 'container', flavour: 'lxd', project: 'lab' }),
	},
	{
		name: 'Incus LXD 5.0 (simulator), virtual machines of one project',
		make: incusSimulator({ flavour: 'lxd', generation: 'older', project: 'lab' }),
	},
	{
		name: 'Incus LXD (simulator), volumes of one project',
		make: incusSimulator({ kind: 'volume', flavour: 'lxd', project: 'lab', driver: 'zfs' }),
	},
	{
		name: 'vSphere 8.0 (simulator), vCenter with memory',
		make: vsphereSimulator({ memory: true }),
	},
	{
		name: 'vSphere 8.0 (simulator), vCenter disks only',
		make: vsphereSimulator({ memory: false }),
	},
	{
		name: 'vSphere 8.0 (simulator), vCenter, with work that takes time and the other answers to open questions',
		make: vsphereSimulator({ memory: true }, VSPHERE_OTHERWISE),
	},
	{
		name: 'vSphere 8.0 (simulator), an ESXi host by itself',
		make: vsphereSimulator({ memory: false }, { apiType: 'HostAgent' }),
	},
];
