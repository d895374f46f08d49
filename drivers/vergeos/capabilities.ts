import {
	supportedWith,
	SUPPORTED,
	unsupported,
	type Capabilities,
	type LevelCapabilities,
	type NamingRules,
} from '../../snapshots/capabilities';
import type { Level } from '../../snapshots/model';
import { EXCLUDE_TAGS, IMMUTABLE, INCLUDE_TAGS, PRIVATE } from './system/settings';
import { IF_STUBBORN, KEEP_MACS } from './vm/settings';
import { RESTORE_WHAT } from './volume/settings';

/** VergeOS keeps 128 characters, without blanks at the ends. */
const naming: NamingRules = {
	maxLength: 128,
	pattern: /^[^\s\p{Control}]([^\p{Control}]*[^\s\p{Control}])?$/u,
	inWords: 'no line breaks or other control characters, no blanks at the ends',
};

const noMemory = unsupported(
	'VergeOS snapshots hold disks and settings, never the memory.',
	'Turn off Include Memory.',
);

const common = {
	snapshotNaming: naming,
	targetNaming: naming,
	markIn: 'description',
	words: { revert: 'Restore over Source', restoreAsNew: 'Restore To New' },
} as const satisfies Partial<LevelCapabilities>;

const ownProfile = supportedWith('Any of the snapshot profiles of VergeOS, or none.');

const vm: LevelCapabilities = {
	...common,
	features: {
		memory: noMemory,
		quiesce: supportedWith('Needs Guest Agent turned on for the VM and running inside it.'),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith(
			'The VM must be off, so a running one is shut down first. Its settings, its name among them, go back too.',
		),
		restoreAsNew: supportedWith('A clone, powered off; the source may go on running.'),
		delete: SUPPORTED,
		nativeExpiry: supportedWith('VergeOS removes it when its time is over.'),
		update: supportedWith('Description and expiry.'),
		tags: SUPPORTED,
	},
	revertWhileRunning:
		'A running VM is shut down, reverted, and started again if it is to run: VergeOS reverts a VM only while it is off.',
	nativeProfile: ownProfile,
	settings: { revert: [IF_STUBBORN], restoreAsNew: [KEEP_MACS] },
};

const system: LevelCapabilities = {
	...common,
	// Some of VergeOS’s own names hold patterns of the date, such as %Y.
	snapshotNaming: {
		maxLength: 128,
		pattern: /^[^\s\p{Control}%]([^\p{Control}%]*[^\s\p{Control}%])?$/u,
		inWords: 'no %, no line breaks or other control characters, no blanks at the ends',
	},
	words: { revert: 'Restore System Snapshot', restoreAsNew: 'Recover from System Snapshot' },
	features: {
		memory: noMemory,
		quiesce: unsupported(
			'VergeOS does not quiesce the guests for a snapshot of the whole system.',
			'Turn off Quiesce, or take snapshots of single VMs with it.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: unsupported(
			'The published API of VergeOS can’t restore a whole system.',
			'Restore it in VergeOS itself: System Snapshots, choose the snapshot, Restore. Or restore single VMs and tenants out of it as new.',
		),
		restoreAsNew: supportedWith('VMs and tenants out of it, one by one.'),
		delete: supportedWith(
			'Not while it is locked as immutable, nor while that lock is being lifted.',
		),
		nativeExpiry: supportedWith('VergeOS removes it when its time is over.'),
		update: supportedWith('Description and expiry.'),
		tags: unsupported('The whole system bears no tags.', 'It is the only target of its level.'),
	},
	maxSnapshotsPerTarget: 2048,
	withoutPower: true,
	revertWhileRunning: 'A system snapshot is never restored whole from here.',
	parts: ['vm', 'tenant'],
	nativeProfile: unsupported(
		'the published API of VergeOS does not tell where the profile of the whole system is kept.',
		'Set it in VergeOS itself: System Snapshots, Set Snapshot Profile.',
	),
	settings: {
		create: [PRIVATE, IMMUTABLE, INCLUDE_TAGS, EXCLUDE_TAGS],
	},
};

const tenant: LevelCapabilities = {
	...common,
	targetNaming: { ...naming, maxLength: 120 },
	features: {
		memory: noMemory,
		quiesce: unsupported(
			'VergeOS does not quiesce the guests for a snapshot of a tenant.',
			'Turn off Quiesce, or take snapshots of its VMs by a credential of the tenant’s own.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith(
			'The tenant must be off, so a running one is powered off first. What goes back is all of it, when it is powered on next.',
		),
		restoreAsNew: unsupported(
			'VergeOS makes no new tenant out of a tenant snapshot.',
			'Take a snapshot of the level Whole System, and restore the tenant out of that one.',
		),
		delete: SUPPORTED,
		nativeExpiry: supportedWith('VergeOS removes it when its time is over.'),
		update: supportedWith('Description and expiry.'),
		tags: SUPPORTED,
	},
	nativeProfile: unsupported(
		'tenants have none: they are part of the snapshots of the whole system, or keep profiles of their own inside.',
		'Use a credential of the tenant’s own for the VMs in it.',
	),
	revertWhileRunning:
		'A running tenant is powered off with all that runs in it. The snapshot takes effect when it is powered on next, which is done at once if it is to run.',
};

const volume: LevelCapabilities = {
	...common,
	features: {
		memory: noMemory,
		quiesce: supportedWith('The file system of the volume is frozen; no agent is needed.'),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith('Data only, or data and settings.'),
		restoreAsNew: supportedWith('On the same NAS service; the new volume comes online by itself.'),
		delete: SUPPORTED,
		nativeExpiry: supportedWith('VergeOS removes it when its time is over.'),
		update: supportedWith('Description and expiry.'),
		tags: SUPPORTED,
	},
	withoutPower: true,
	revertWhileRunning: 'The volume stays online; its files are replaced by those of the snapshot.',
	nativeProfile: ownProfile,
	settings: { revert: [RESTORE_WHAT] },
};

const LEVELS = { vm, system, tenant, volume } as const satisfies Record<Level, LevelCapabilities>;

export const vergeosCapabilities: Capabilities = { levels: LEVELS };

export const capabilitiesAt = ({ level }: { readonly level: Level }): LevelCapabilities =>
	LEVELS[level];
