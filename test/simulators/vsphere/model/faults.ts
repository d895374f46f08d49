import { Fault } from '../wire/fault';
import { enumerated, text, type Ref } from '../wire/values';

const NOT_NOW = 'The operation is not allowed in the current state.';

export const invalidLogin = (): Fault =>
	new Fault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');

export const notAuthenticated = (object: Ref): Fault =>
	new Fault('NotAuthenticated', 'The session is not authenticated.', {
		object,
		privilegeId: text('System.View'),
	});

export const noPermission = (object: Ref, privilege: string): Fault =>
	new Fault('NoPermission', 'Permission to perform this operation was denied.', {
		object,
		privilegeId: text(privilege),
	});

export const objectNotFound = (obj: Ref): Fault =>
	new Fault(
		'ManagedObjectNotFound',
		`The object 'vim.${obj.type}:${obj.value}' has already been deleted or has not been completely created`,
		{ obj },
	);

export const taskInProgress = (task: Ref): Fault =>
	new Fault('TaskInProgress', 'Another task is already in progress.', { task });

export type PowerState = 'poweredOn' | 'poweredOff' | 'suspended';

const POWER: Readonly<Record<PowerState, string>> = {
	poweredOn: 'Powered on',
	poweredOff: 'Powered off',
	suspended: 'Suspended',
};

export const invalidPowerState = (requested: PowerState, existing: PowerState): Fault =>
	new Fault(
		'InvalidPowerState',
		`The attempted operation cannot be performed in the current state (${POWER[existing]}).`,
		{
			requestedState: enumerated('VirtualMachinePowerState', requested),
			existingState: enumerated('VirtualMachinePowerState', existing),
		},
	);

export const invalidState = (): Fault => new Fault('InvalidState', NOT_NOW);

export const notSupported = (): Fault =>
	new Fault('NotSupported', 'The operation is not supported on the object.');

export const invalidArgument = (property: string): Fault =>
	new Fault('InvalidArgument', `A specified parameter was not correct: ${property}`, {
		invalidProperty: text(property),
	});

export const invalidProperty = (name: string): Fault =>
	new Fault('InvalidProperty', '', { name: text(name) });

export const invalidName = (name: string, entity?: Ref): Fault =>
	new Fault('InvalidName', `The name '${name}' is invalid.`, { name: text(name), entity });

export const duplicateName = (name: string, object: Ref): Fault =>
	new Fault('DuplicateName', `The name '${name}' already exists.`, { name: text(name), object });

export const restrictedVersion = (): Fault =>
	new Fault(
		'RestrictedVersion',
		'Current license or ESXi version prohibits execution of the requested operation.',
	);

export const toolsUnavailable = (): Fault =>
	new Fault(
		'ToolsUnavailable',
		'Cannot complete operation because VMware Tools is not running in this virtual machine.',
	);

export const tooManySnapshotLevels = (): Fault =>
	new Fault('TooManySnapshotLevels', 'Snapshot hierarchy is too deep.');

export const fileLocked = (file: string): Fault =>
	new Fault('FileLocked', `Unable to access file ${file} since it is locked`, { file: text(file) });

export const noDiskSpace = (datastore: string): Fault =>
	new Fault('NoDiskSpace', `Insufficient disk space on datastore '${datastore}'.`, {
		file: text(`[${datastore}]`),
		datastore: text(datastore),
	});

export const requestCanceled = (): Fault =>
	new Fault('RequestCanceled', 'The task was canceled by a user.');

/** Faults of the family SnapshotFault that have no fields of their own. */
export type SnapshotFaultType =
	| 'ApplicationQuiesceFault'
	| 'FilesystemQuiesceFault'
	| 'MemorySnapshotOnIndependentDisk'
	| 'MultipleSnapshotsNotSupported'
	| 'SnapshotDisabled'
	| 'SnapshotLocked'
	| 'SnapshotNoChange';

const SNAPSHOT_FAULTS: Readonly<Record<SnapshotFaultType, string>> = {
	ApplicationQuiesceFault:
		'Cannot quiesce this virtual machine because the applications in the guest did not answer in time.',
	FilesystemQuiesceFault:
		'Cannot create a quiesced snapshot because the create snapshot operation exceeded the time limit for holding off I/O in the frozen virtual machine.',
	MemorySnapshotOnIndependentDisk:
		'Memory snapshots are not supported on a virtual machine with independent disks.',
	MultipleSnapshotsNotSupported: 'The virtual machine already has a snapshot.',
	SnapshotDisabled: 'Snapshots are disabled for this virtual machine.',
	SnapshotLocked: 'The snapshots of this virtual machine are locked.',
	SnapshotNoChange:
		'Nothing has changed since the last snapshot of this suspended virtual machine.',
};

export const snapshotFault = (type: SnapshotFaultType): Fault =>
	new Fault(type, SNAPSHOT_FAULTS[type], {}, ['An error occurred while taking a snapshot.']);
