import {
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type NamingRules,
} from '../../snapshots/capabilities';

const snapshotNaming: NamingRules = {
	maxLength: 120,
	pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
	inWords: 'letters, digits, - and _, beginning with a letter or digit',
};

/** libvirt itself forbids only `/` and an empty or blank name. */
export const libvirtTargetNaming: NamingRules = {
	maxLength: 200,
	pattern: /^(?=.*\S)[^/\p{Control}]+$/u,
	inWords: 'all characters but / and control characters, and not blanks alone',
};

export const libvirtCapabilities: Capabilities = {
	levels: {
		vm: {
			features: {
				memory: supportedWith('Running VMs whose disks are all qcow2 (internal snapshot).'),
				quiesce: supportedWith('Needs the QEMU guest agent; not together with memory.'),
				diskOnlyWhileRunning: supportedWith(
					'Disks in image files of any format (external snapshot).',
				),
				revert: supportedWith(
					'Disk-only snapshots: on libvirt before 9.9 to the newest one only, and the VM ends stopped unless told otherwise.',
				),
				restoreAsNew: supportedWith('Disks in image files; memory is not restored.'),
				delete: supportedWith('Disk-only snapshots need libvirt 9.0, and go oldest first.'),
				nativeExpiry: unsupported(
					'libvirt keeps no expiry with a snapshot.',
					'Prune by Retention enforces the expiry in the mark.',
				),
				update: supportedWith('The description, with the mark in it.'),
				tags: SUPPORTED,
			},
			snapshotNaming,
			targetNaming: libvirtTargetNaming,
			markIn: 'description',
			words: { revert: 'snapshot-revert', restoreAsNew: 'clone from snapshot' },
			revertWhileRunning:
				'A VM that is running is cut off as by a power failure, then started anew from the snapshot.',
		},
	},
};
