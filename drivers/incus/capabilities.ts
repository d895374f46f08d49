import {
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type LevelCapabilities,
	type NamingRules,
	type Support,
} from '../../snapshots/capabilities';
import type { Level } from '../../snapshots/model';
import { DISK_ONLY, OTHER_DISKS, TARGET_MEMBER, TARGET_POOL, TARGET_PROJECT } from './settings';

/** Stricter than both are, so that a name is good on either, whatever its version. */
const naming: NamingRules = {
	maxLength: 64,
	pattern: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
	inWords:
		'letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit',
};

/** The name of an instance is a host name. */
const instanceNaming: NamingRules = {
	maxLength: 63,
	pattern: /^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
	inWords: 'letters, digits and hyphens, beginning with a letter and not ending with a hyphen',
};

const common = {
	snapshotNaming: naming,
	markIn: 'name',
	words: { revert: 'Restore', restoreAsNew: 'Copy' },
} as const satisfies Partial<LevelCapabilities>;

const ownExpiry = supportedWith('The server removes it when its time is over.');

const tags = supportedWith('The user.* keys of the configuration, as NAME=value.');

/** Both kinds of instances share a level; this is what one of them lacks. */
export const noContainerMemory: Support = unsupported(
	'A container has no memory that could be kept; only virtual machines have.',
	'Turn off Include Memory.',
);

const newestOnly =
	'On ZFS, TrueNAS, LINSTOR and clustered LVM to the newest snapshot only, unless remove_snapshots is set.';

const vm: LevelCapabilities = {
	...common,
	targetNaming: instanceNaming,
	features: {
		memory: supportedWith(
			'Virtual machines only, with migration.stateful set to true. They stand still while it is saved.',
		),
		quiesce: unsupported(
			'Neither Incus nor LXD can ask a guest to flush and freeze its file systems.',
			'Set Quiesce to Off. What must be consistent, such as a database, can be flushed inside the guest right before.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith(`A running instance is stopped hard and started again. ${newestOnly}`),
		restoreAsNew: supportedWith(
			'A copy, powered off and without network cards; attached custom volumes are left out unless wanted.',
		),
		delete: SUPPORTED,
		nativeExpiry: ownExpiry,
		update: supportedWith('Expiry only.'),
		tags,
	},
	revertWhileRunning:
		'A running instance is stopped hard, without asking its guest, restored, and started again if it is to run.',
	settings: {
		revert: [DISK_ONLY],
		restoreAsNew: [TARGET_PROJECT, TARGET_POOL, TARGET_MEMBER, OTHER_DISKS],
	},
};

const volume: LevelCapabilities = {
	...common,
	targetNaming: naming,
	features: {
		memory: unsupported('A volume has no memory.', 'Turn off Include Memory.'),
		quiesce: unsupported(
			'Neither Incus nor LXD can freeze the file system of a volume.',
			'Set Quiesce to Off, and stop what writes to it, if need be.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: supportedWith(`Not while a running instance uses it. ${newestOnly}`),
		restoreAsNew: supportedWith('A new custom volume, attached to nothing.'),
		delete: SUPPORTED,
		nativeExpiry: ownExpiry,
		update: supportedWith('Expiry only.'),
		tags,
	},
	withoutPower: true,
	revertWhileRunning: 'Refused while a running instance uses the volume: stop that first.',
	settings: { restoreAsNew: [TARGET_PROJECT, TARGET_POOL, TARGET_MEMBER] },
};

export const INCUS_LEVELS = { vm, volume } as const satisfies {
	readonly [level in Level]?: LevelCapabilities;
};

export const incusCapabilities: Capabilities = { levels: INCUS_LEVELS };
