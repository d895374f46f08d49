import {
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type LevelCapabilities,
} from '../../snapshots/capabilities';
import { CLONE, NEW_ID, NODE, POOL, STORAGE } from './settings';

/** VMs and containers share one series of IDs and one level; what only one of them can do is in the notes. */
const vm: LevelCapabilities = {
	features: {
		memory: supportedWith('Of VMs that run; containers have no snapshots with memory.'),
		quiesce: supportedWith(
			'VMs by the QEMU guest agent, which must be turned on for the VM and run inside it. Containers are frozen by the system itself.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith(
			'On ZFS, and on storage that keeps snapshots as a chain of volumes, to the newest snapshot only.',
		),
		restoreAsNew: supportedWith(
			'A clone. VMs on ZFS can’t be cloned from a snapshot; linked clones need LVM-thin, Ceph or Btrfs.',
		),
		delete: SUPPORTED,
		nativeExpiry: unsupported(
			'Proxmox VE keeps no expiry with a snapshot.',
			'Set Keep For: the mark carries it, and Prune by Retention enforces it.',
		),
		update: supportedWith('The description.'),
		tags: supportedWith('Tags, and the resource pool as pool:NAME.'),
	},
	snapshotNaming: {
		maxLength: 40,
		// Some names mean something else to Proxmox VE: the live state, pending changes, a backup's own.
		pattern: /^(?!(current|pending|vzdump)$)[a-z][a-z0-9_-]+$/i,
		inWords:
			'letters, digits, - and _, beginning with a letter, at least 2; not current, pending or vzdump',
	},
	targetNaming: {
		// Of a DNS label; Proxmox VE itself sets no limit for VMs.
		maxLength: 63,
		pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i,
		inWords: 'letters, digits, - and dots, as in the name of a host',
	},
	markIn: 'description',
	words: { revert: 'Rollback', restoreAsNew: 'Clone' },
	revertWhileRunning:
		'A running VM or container is cut off, as by pulling the plug, reverted, and started again if it is to run. With memory in the snapshot it goes on where it was.',
	settings: { restoreAsNew: [CLONE, STORAGE, NODE, POOL, NEW_ID] },
};

export const proxmoxCapabilities: Capabilities = { levels: { vm } };

export const vmCapabilities = vm;

export const containerMemory = unsupported(
	'Containers have no snapshots with memory.',
	'Turn off Include Memory.',
);

export const noCloneFromSnapshot = unsupported(
	'Its storage makes no clone from a snapshot (VMs on ZFS, for one).',
	'Clone its present state in Proxmox VE; or restore a backup; or revert the source, clone it, and go on from there; or move its disks to LVM-thin, Ceph, Btrfs or qcow2.',
);

export const noLinkedClone = unsupported(
	'Its storage makes no linked clone from a snapshot.',
	'Set Kind of Clone to Full.',
);
