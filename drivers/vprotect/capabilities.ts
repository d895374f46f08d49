import {
	SUPPORTED,
	supportedWith,
	unsupported,
	type Capabilities,
	type LevelCapabilities,
	type NamingRules,
	type Support,
} from '../../snapshots/capabilities';
import { ASSIGN_POLICY, PRIORITY } from './settings';

/** A snapshot bears no name in vProtect, so whatever name is ordered is as good as any. */
const unkept: NamingRules = {
	maxLength: 255,
	pattern: /^[^\p{Control}]+$/u,
	inWords: 'no line breaks or other control characters',
};

const RESTORE_ELSEWHERE =
	'Restore it at the hypervisor: with a credential for that system, and the hypervisor’s ID of the snapshot, which stands in the details of the output.';

const revertByCli = supportedWith(
	'By vProtect’s command line on its server, over SSH. The power state after it is the hypervisor’s choice. Not on Nutanix.',
);

const revertWithoutCli = unsupported(
	'The published REST API of vProtect can’t revert to a snapshot; only its command line can.',
	'Fill in the SSH part of the credential, so that the command line on the vProtect server can be used, or revert in vProtect’s web console.',
);

const removalWithoutCli = unsupported(
	'The published REST API of vProtect can’t do it; only its command line can.',
	'Fill in the SSH part of the credential, or wait for vProtect’s daily removal of old snapshots.',
);

const vm = (revert: Support, applyRetention: Support): LevelCapabilities => ({
	features: {
		memory: unsupported('vProtect takes no snapshots with the memory.', 'Turn off Include Memory.'),
		quiesce: unsupported(
			'vProtect quiesces by a setting of the VM, and never tells whether it worked.',
			'Turn on Quiesce Before Snapshot for the VM in vProtect, and set Quiesce to Off here.',
		),
		diskOnlyWhileRunning: SUPPORTED,
		revert,
		restoreAsNew: unsupported(
			'The published API of vProtect makes no new VM out of a snapshot.',
			RESTORE_ELSEWHERE,
		),
		delete: unsupported(
			'vProtect has no call that deletes one snapshot: the rule of the VM’s policy decides what is kept.',
			'Lower the number or the days in the rule of the policy; vProtect removes what is over at the next snapshot, and once a day.',
		),
		nativeExpiry: unsupported(
			'vProtect keeps no expiry with a snapshot.',
			'Set how many snapshots, and for how many days, in the rule of the VM’s policy.',
		),
		update: unsupported(
			'vProtect keeps neither a name nor a text with a snapshot that could be changed.',
			'Leave it as it is. List Snapshots tells its policy and time.',
		),
		tags: supportedWith('The hypervisor’s tags, as of vProtect’s last inventory.'),
	},
	snapshotNaming: unkept,
	targetNaming: unkept,
	markIn: 'nowhere',
	withoutPower: true,
	words: { revert: 'Revert', restoreAsNew: 'Restore' },
	revertWhileRunning:
		'vProtect hands the revert to the hypervisor, which decides what becomes of a VM that is running.',
	nativeProfile: supportedWith('A snapshot policy: one rule with one retention, and schedules.'),
	autoAssign: true,
	applyRetention,
	settings: { create: [ASSIGN_POLICY, PRIORITY] },
});

/** What vProtect can do when the credential has its SSH part, too. */
export const vprotectCapabilities: Capabilities = { levels: { vm: vm(revertByCli, SUPPORTED) } };

export const vprotectCapabilitiesWithoutSsh: Capabilities = {
	levels: { vm: vm(revertWithoutCli, removalWithoutCli) },
};
