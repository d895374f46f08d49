import {
	FEATURES,
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type Feature,
	type Support,
} from '../../snapshots/capabilities';

/** Turns the memory driver into a lesser system. Everything is possible where nothing is said. */
export interface MemoryRestrictions {
	/** Features that this system lacks. */
	readonly without?: readonly Feature[];
	/** The system has no free text on a snapshot: the mark must travel in the name. */
	readonly markIn?: 'description' | 'name';
	readonly maxSnapshotsPerTarget?: number;
	readonly maxNameLength?: number;
	/** Like ZFS: a snapshot can be reverted to only while no newer one exists. */
	readonly revertOnlyNewest?: boolean;
	/** What happens when quiescing was asked for and no guest agent answers. Default: `refuse`. */
	readonly quiesceFailure?: 'refuse' | 'fallBackSilently';
	/** Whether the system itself can hold a snapshot. Default: true. */
	readonly nativeHold?: boolean;
	/** Whether the system keeps snapshot profiles by itself. Default: true. */
	readonly nativeProfiles?: boolean;
	/** By whose clock the system runs its profiles. Default: it does not tell. */
	readonly profileTimeZone?: string;
}

const DEFAULT_NAME_LENGTH = 120;
const NATIVE_PROFILES = {
	nativeProfile: SUPPORTED,
	autoAssign: true,
	applyRetention: SUPPORTED,
} as const;

export function memoryCapabilities(restrictions: MemoryRestrictions = {}): Capabilities {
	const maxLength = restrictions.maxNameLength ?? DEFAULT_NAME_LENGTH;
	const inWords = `1 to ${maxLength} characters, no “/”, no line break, no dot at the start`;
	const naming = { maxLength, pattern: /^[^./\r\n\0][^/\r\n\0]*$/u, inWords };
	return {
		levels: {
			vm: {
				features: features(restrictions),
				snapshotNaming: naming,
				targetNaming: naming,
				markIn: restrictions.markIn ?? 'description',
				maxSnapshotsPerTarget: restrictions.maxSnapshotsPerTarget,
				...(restrictions.nativeProfiles === false ? {} : NATIVE_PROFILES),
				words: { revert: 'Revert', restoreAsNew: 'Restore as New VM' },
				revertWhileRunning:
					'The running VM is cut off and replaced by the state of the snapshot; without memory it ends stopped unless asked otherwise.',
			},
		},
	};
}

function features({
	without = [],
	revertOnlyNewest,
}: MemoryRestrictions): Record<Feature, Support> {
	const all = Object.fromEntries(
		FEATURES.map((feature) => [feature, without.includes(feature) ? lacking(feature) : SUPPORTED]),
	) as Record<Feature, Support>;
	if (revertOnlyNewest !== true || !all.revert.supported) return all;
	return { ...all, revert: supportedWith('Only to the newest snapshot.') };
}

const lacking = (feature: Feature): Support =>
	unsupported(`This system has no ${IN_WORDS[feature]}.`, INSTEAD[feature]);

const IN_WORDS: Readonly<Record<Feature, string>> = {
	memory: 'snapshots with memory',
	quiesce: 'way to freeze the guest',
	diskOnlyWhileRunning: 'snapshots of a running VM without its memory',
	revert: 'revert',
	restoreAsNew: 'restore as a new VM',
	delete: 'way to delete a snapshot',
	nativeExpiry: 'expiry of its own',
	update: 'way to change a snapshot afterwards',
	tags: 'tags',
};

const INSTEAD: Readonly<Record<Feature, string>> = {
	memory: 'Turn off Include Memory.',
	quiesce: 'Turn off quiescing, or stop the VM first.',
	diskOnlyWhileRunning: 'Turn on Include Memory, or stop the VM first.',
	revert: 'Restore the snapshot as a new VM and switch over.',
	restoreAsNew: 'Revert the VM itself.',
	delete: 'Delete it by the system’s own tools.',
	nativeExpiry: 'Prune by retention removes what has expired.',
	update: 'Take a new snapshot with the wanted settings.',
	tags: 'Choose VMs by name.',
};
