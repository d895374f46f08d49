import { toolsRun, type Vm } from '../model/vm';
import type { World } from '../model/world';
import { data, dateTime, enumerated, flag, int, long, refs, text, type Data } from '../wire/values';
import { devicesOf, fileOf } from './devices';
import { layoutOf, SIZES } from './layout';
import type { Properties } from './properties';
import { rootSnapshots, snapshotInfo } from './snapshotInfo';

/** Those of a VM that somebody who works with snapshots may look at. */
export const vmProperties = (world: World, vm: Vm): Properties => ({
	name: () => text(world.told(vm.name)),
	parent: () => vm.folder?.ref,
	parentVApp: () => (vm.folder === null ? vm.pool?.ref : undefined),
	resourcePool: () => vm.pool?.ref,
	datastore: () => refs([vm.datastore.ref]),
	network: () => refs([...new Set(vm.cards.map(({ network }) => network.ref))]),
	overallStatus: () => enumerated('ManagedEntityStatus', 'green'),
	recentTask: () =>
		refs(world.tasks.all.filter(({ entity }) => entity === vm).map(({ ref }) => ref)),
	capability: () => capabilityOf(vm),
	config: () => configOf(world, vm, vm.cards),
	runtime: () => runtimeOf(vm),
	guest: () => guestOf(vm),
	summary: () => summaryOf(world, vm),
	snapshot: () => snapshotInfo(world, vm),
	rootSnapshot: () => rootSnapshots(vm),
	layoutEx: () => layoutOf(vm, world.now()),
	customValue: () => undefined,
});

const capabilityOf = ({ capability: own }: Vm): Data =>
	data('VirtualMachineCapability', {
		snapshotOperationsSupported: flag(own.snapshotOperationsSupported),
		multipleSnapshotsSupported: flag(own.multipleSnapshotsSupported),
		snapshotConfigSupported: flag(true),
		poweredOffSnapshotsSupported: flag(own.poweredOffSnapshotsSupported),
		memorySnapshotsSupported: flag(own.memorySnapshotsSupported),
		revertToSnapshotSupported: flag(own.revertToSnapshotSupported),
		quiescedSnapshotsSupported: flag(own.quiescedSnapshotsSupported),
		disableSnapshotsSupported: flag(own.disableSnapshotsSupported),
		lockSnapshotsSupported: flag(own.lockSnapshotsSupported),
		consolePreferencesSupported: flag(false),
		diskOnlySnapshotOnSuspendedVMSupported: flag(own.diskOnlySnapshotOnSuspendedVMSupported),
	});

/** With the cards that it has, or had when it was snapshotted. */
export const configOf = (world: World, vm: Vm, cards: Vm['cards']): Data =>
	data('VirtualMachineConfigInfo', {
		changeVersion: text(new Date(vm.createdAt).toISOString()),
		modified: dateTime(vm.createdAt),
		name: text(world.told(vm.name)),
		guestFullName: text('Other Linux (64-bit)'),
		version: text('vmx-19'),
		uuid: text(vm.uuid),
		createDate: dateTime(vm.createdAt),
		instanceUuid: text(vm.instanceUuid),
		template: flag(vm.template),
		guestId: text(vm.guestId),
		annotation: text(vm.annotation),
		files: data('VirtualMachineFileInfo', {
			vmPathName: text(`[${vm.datastore.name}] ${vm.name}/${vm.name}.vmx`),
		}),
		flags: data('VirtualMachineFlagInfo', {
			snapshotDisabled: flag(vm.snapshotsDisabled),
			snapshotLocked: flag(vm.snapshotsLocked),
		}),
		hardware: data('VirtualHardware', {
			numCPU: int(2),
			numCoresPerSocket: int(1),
			memoryMB: int(2048),
			device: devicesOf({ ...vm, cards }),
		}),
		changeTrackingEnabled: flag(false),
	});

const runtimeOf = (vm: Vm): Data =>
	data('VirtualMachineRuntimeInfo', {
		host: vm.host.ref,
		connectionState: enumerated('VirtualMachineConnectionState', vm.connectionState),
		powerState: enumerated('VirtualMachinePowerState', vm.power),
		faultToleranceState: enumerated('VirtualMachineFaultToleranceState', 'notConfigured'),
		toolsInstallerMounted: flag(false),
		suspendTime: undefined,
		bootTime: undefined,
		question: undefined,
		consolidationNeeded: flag(vm.consolidationNeeded),
	});

function guestOf(vm: Vm): Data {
	const running = toolsRun(vm);
	return data('GuestInfo', {
		toolsStatus: enumerated('VirtualMachineToolsStatus', running ? 'toolsOk' : 'toolsNotRunning'),
		toolsVersionStatus2: text('guestToolsUnmanaged'),
		toolsRunningStatus: text(running ? 'guestToolsRunning' : 'guestToolsNotRunning'),
		toolsVersion: text('12352'),
		guestId: running ? text(vm.guestId) : undefined,
		guestFamily: running ? text('linuxGuest') : undefined,
		hostName: running ? text(vm.name) : undefined,
		ipAddress: undefined,
		guestState: text(running ? 'running' : 'notRunning'),
	});
}

const summaryOf = (world: World, vm: Vm): Data =>
	data('VirtualMachineSummary', {
		vm: vm.ref,
		runtime: runtimeOf(vm),
		guest: data('VirtualMachineGuestSummary', {
			guestId: text(vm.guestId),
			toolsStatus: enumerated(
				'VirtualMachineToolsStatus',
				toolsRun(vm) ? 'toolsOk' : 'toolsNotRunning',
			),
			toolsRunningStatus: text(toolsRun(vm) ? 'guestToolsRunning' : 'guestToolsNotRunning'),
		}),
		config: data('VirtualMachineConfigSummary', {
			name: text(world.told(vm.name)),
			template: flag(vm.template),
			vmPathName: text(fileOf(vm, vm.disks[0] ?? neverEmpty(), 0)),
			memorySizeMB: int(2048),
			numCpu: int(2),
			uuid: text(vm.uuid),
			instanceUuid: text(vm.instanceUuid),
			guestId: text(vm.guestId),
			annotation: text(vm.annotation),
		}),
		storage: data('VirtualMachineStorageSummary', {
			committed: long(SIZES.base * vm.disks.length + SIZES.delta * vm.tree.all.length),
			uncommitted: long(0),
			unshared: long(SIZES.base * vm.disks.length),
			timestamp: dateTime(world.now()),
		}),
		quickStats: data('VirtualMachineQuickStats', {
			guestHeartbeatStatus: enumerated('ManagedEntityStatus', toolsRun(vm) ? 'green' : 'gray'),
		}),
		overallStatus: enumerated('ManagedEntityStatus', 'green'),
	});

function neverEmpty(): never {
	throw new Error('A VM without a disk');
}
