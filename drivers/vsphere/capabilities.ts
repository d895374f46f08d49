import {
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type LevelCapabilities,
	type NamingRules,
	type Support,
} from '../../snapshots/capabilities';
import {
	COPY,
	DATASTORE,
	FOLDER,
	HOST,
	QUIESCE_TIMEOUT,
	RESOURCE_POOL,
	UNCONSOLIDATED,
	VSS_CONTEXT,
} from './settings';

/**
 * vSphere writes `/`, `\` and `%` in names as `%2f`, `%5c` and `%25`, so a name that holds one of these by
 * itself could not be told from them. 80 characters are what the vSphere Client takes.
 */
const naming: NamingRules = {
	maxLength: 80,
	pattern: /^(?!.*%(2f|5c|25))[^\s\p{Control}]([^\p{Control}]*[^\s\p{Control}])?$/iu,
	inWords:
		'no line breaks or other control characters, no blanks at the ends, and none of %2f, %5c and %25',
};

const vm = (restoreAsNew: Support): LevelCapabilities => ({
	features: {
		memory: supportedWith('The VM stands still while its memory is written.'),
		quiesce: supportedWith(
			'Needs VMware Tools running in the guest. Not together with the memory.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert: SUPPORTED,
		restoreAsNew,
		delete: supportedWith('Disks that are left unmerged are consolidated afterwards.'),
		nativeExpiry: unsupported(
			'vSphere snapshots never expire by themselves.',
			'Give an expiry all the same: Prune by Retention enforces it.',
		),
		update: supportedWith('The description.'),
		tags: unsupported(
			'vSphere keeps tags outside of the interface that snapshots are taken by.',
			'Choose VMs by name, or from a list.',
		),
	},
	snapshotNaming: naming,
	targetNaming: naming,
	markIn: 'description',
	maxSnapshotsPerTarget: 32,
	words: { revert: 'Revert', restoreAsNew: 'Clone' },
	revertWhileRunning:
		'A running VM is cut off. With a snapshot that holds the memory it runs on from there; with any other it ends powered off, and is powered on again if it is to run.',
	settings: {
		create: [QUIESCE_TIMEOUT, VSS_CONTEXT, UNCONSOLIDATED],
		...(restoreAsNew.supported
			? { restoreAsNew: [COPY, FOLDER, RESOURCE_POOL, DATASTORE, HOST] }
			: {}),
	},
});

export const vsphereCapabilities: Capabilities = {
	levels: { vm: vm(supportedWith('vCenter only: a clone of the snapshot, full or linked.')) },
};

/** Of an ESXi host that is asked by itself, without vCenter. */
export const esxiCapabilities: Capabilities = {
	levels: {
		vm: vm(
			unsupported(
				'An ESXi host can’t clone VMs by itself, whatever its licence; only vCenter can.',
				'Use a credential for the vCenter that manages the host. Without one, copy the snapshot’s disks in the datastore browser and register a new VM on them.',
			),
		),
	},
};
