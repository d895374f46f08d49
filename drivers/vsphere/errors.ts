import type { SystemId } from '../../snapshots/model';
import { attempting, translatorOf, type RefusalRule } from '../failures';
import { VimFault } from './soap/answer';

export const VSPHERE: SystemId = 'vsphere';

const privilegeIn = (fault: unknown): string | undefined =>
	fault instanceof VimFault ? fault.detail.privilegeId?.[0]?.text : undefined;

/**
 * The first that fits counts. By the type of the fault, never by its words, which come in the language of the
 * server. Types that are not here are told in the words of vSphere.
 */
const RULES: readonly RefusalRule[] = [
	{
		types: ['InvalidLogin', 'PasswordExpired', 'InvalidClientCertificate'],
		code: 'AUTH',
		message: ({ address }) => `vSphere at ${address} refused the login`,
		advice:
			'Check the user name, with its domain as in administrator@vsphere.local, and the password in the credential. Several wrong ones lock an account for a while.',
	},
	{
		types: ['NotAuthenticated'],
		code: 'AUTH',
		message: ({ address }, { doing }) =>
			`Could not ${doing}: vSphere at ${address} ended the session right after the login`,
		advice:
			'The account may have too many sessions at a time. End idle ones in vSphere, and run again.',
	},
	{
		types: ['NoPermission'],
		code: 'FORBIDDEN',
		message: (fault, { doing }) => {
			const privilege = privilegeIn(fault);
			const lacking = privilege === undefined ? 'a privilege' : `the privilege ${privilege}`;
			return `Could not ${doing}: the account of the credential lacks ${lacking}`;
		},
		advice:
			'Give its role that privilege on the VM, or on the folder above with Propagate to Children. The documentation page lists all that are needed.',
	},
	{
		types: ['RestrictedVersion', 'RestrictedByAdministrator', 'LicenseRestricted'],
		code: 'UNSUPPORTED',
		advice:
			'The free licence of ESXi lets programs read, and change nothing. Use a licence with the vSphere API, or a vCenter. Nothing was changed.',
	},
	{
		types: ['TaskInProgress', 'ConcurrentAccess', 'ResourceInUse', 'FileLocked'],
		code: 'BUSY',
		message: (fault, { target, doing }) =>
			`${target?.name ?? `To ${doing}`} is busy: ${fault.message}`,
	},
	{
		types: ['ManagedObjectNotFound', 'NotFound'],
		code: 'NOT_FOUND',
		advice: 'It may have been removed. List Snapshots shows what is there.',
	},
	{
		types: ['DuplicateName', 'AlreadyExists', 'FileAlreadyExists'],
		code: 'CONFLICT',
		advice: 'That name is taken. Choose another one, or remove what has it.',
	},
	{
		types: [
			'InvalidName',
			'InvalidArgument',
			'InvalidRequest',
			'InvalidType',
			'InvalidFolder',
			'InvalidDatastore',
			'InvalidDatastorePath',
		],
		code: 'INVALID_INPUT',
		advice: 'vSphere refused a value. Nothing was changed.',
	},
	{
		types: [
			'InvalidPowerState',
			'InvalidState',
			'InvalidHostState',
			'VmConfigFault',
			'InvalidVmConfig',
			'SnapshotNoChange',
			'SnapshotLocked',
		],
		code: 'CONFLICT',
		advice: 'Look at the VM in vSphere, mend its state and run again.',
	},
	{
		types: ['TooManySnapshotLevels'],
		code: 'QUOTA',
		advice:
			'vSphere allows 32 snapshots in a chain, and advises 2 or 3. Remove some, or let Prune by Retention do it.',
	},
	{
		types: [
			'NoDiskSpace',
			'InsufficientResourcesFault',
			'InsufficientStorageSpace',
			'InsufficientCpuResourcesFault',
			'InsufficientMemoryResourcesFault',
			'NotEnoughLicenses',
			'FileTooLarge',
		],
		code: 'QUOTA',
	},
	{
		types: [
			'ApplicationQuiesceFault',
			'FilesystemQuiesceFault',
			'ToolsUnavailable',
			'GuestOperationsUnavailable',
		],
		code: 'TASK_FAILED',
		option: 'quiesce',
		advice:
			'Start or update VMware Tools in the guest; on Windows, look at its VSS writers. Or set Quiesce to If Possible.',
	},
	{
		types: ['MemorySnapshotOnIndependentDisk'],
		code: 'CONFLICT',
		option: 'memory',
		advice:
			'A disk of the VM is independent, which goes into no snapshot. Turn off Include Memory, stop the VM first, or make the disk a dependent one. Nothing was changed.',
	},
	{
		types: ['SnapshotIncompatibleDeviceInVm'],
		code: 'UNSUPPORTED',
		advice:
			'A device of the VM allows no snapshots: a raw disk in physical mode, a shared SCSI bus, or one passed through. Make the disk independent, or take it off. Nothing was changed.',
	},
	{
		types: ['SnapshotDisabled', 'MultipleSnapshotsNotSupported'],
		code: 'UNSUPPORTED',
		advice: 'The settings of the VM allow no more snapshots. Nothing was changed.',
	},
	{
		types: [
			'SnapshotCloneNotSupported',
			'SnapshotCopyNotSupported',
			'SnapshotMoveNotSupported',
			'SnapshotMoveFromNonHomeNotSupported',
			'SnapshotMoveToNonHomeNotSupported',
			'SnapshotRevertIssue',
		],
		code: 'UNSUPPORTED',
		advice: 'vSphere can’t do that with this snapshot. Choose another one, or another place.',
	},
	{
		types: ['NotSupported', 'NotImplemented', 'MethodNotFound', 'InvalidProperty'],
		code: 'UNSUPPORTED',
		advice: 'This server, or this VM, can’t do that. Nothing was changed.',
	},
	{
		types: ['Timedout', 'HostCommunication', 'HostNotConnected', 'HostNotReachable'],
		code: 'UNREACHABLE',
		advice: 'vCenter does not reach the ESXi host of the VM. Look at the host in vSphere.',
	},
	{
		types: ['RequestCanceled'],
		code: 'TASK_FAILED',
		advice: 'Somebody cancelled it in vSphere. Look at the VM before you run again.',
	},
	{
		statuses: [404],
		code: 'NOT_FOUND',
		message: ({ address }) => `There is no vSphere at ${address}`,
		advice: 'Enter the address of the vCenter, or of the ESXi host, in the credential.',
	},
	{
		statuses: [401, 403, 407],
		code: 'FORBIDDEN',
		message: ({ address, status }) =>
			`Something in front of vSphere at ${address} answered with status ${status}`,
		advice: 'Check proxies and firewalls between n8n and vSphere.',
	},
	{ statuses: [408, 504], code: 'TIMEOUT' },
	{
		statuses: [502, 503],
		code: 'UNREACHABLE',
		message: ({ address, status }, { doing }) =>
			`vSphere at ${address} answered with status ${status} when asked to ${doing}; it may have done it all the same`,
		advice: 'Its services may be starting. Look at the tasks in vSphere before you run again.',
	},
];

/** Every failure below the driver as one of ours, naming the target. */
export const translateFailure = translatorOf({ system: VSPHERE, product: 'vSphere', rules: RULES });

/** One call of the contract, its failures translated. */
export const attempt = attempting(translateFailure);
