import { Fault, localizedMethodFault } from '../wire/fault';
import {
	invalidName,
	notSupported,
	snapshotFault,
	tooManySnapshotLevels,
	type SnapshotFaultType,
} from './faults';
import type { Vm } from './vm';
import type { World } from './world';

export interface SnapshotWish {
	readonly name: string;
	readonly memory: boolean;
	readonly quiesce: boolean;
}

export function refuseName({ quirks }: World, name: string): void {
	if (name === '' || name.length > quirks.longestName) throw invalidName(name);
}

/** Whether the memory of the VM will be in it: never of one that is off, always of a suspended one. */
export function takesMemory(vm: Vm, { memory }: SnapshotWish): boolean {
	if (vm.power === 'poweredOff') return false;
	if (vm.power === 'poweredOn') return memory;
	return memory || !vm.capability.diskOnlySnapshotOnSuspendedVMSupported;
}

/** Throws what forbids such a snapshot of this VM now. */
export function refuseSnapshot(world: World, vm: Vm, wish: SnapshotWish): void {
	const { capability, tree } = vm;
	refuseName(world, wish.name);
	const withMemory = takesMemory(vm, wish);
	const inWay: readonly (readonly [boolean, Fault | SnapshotFaultType])[] = [
		[vm.template || !capability.snapshotOperationsSupported, notSupported()],
		[vm.power === 'poweredOff' && !capability.poweredOffSnapshotsSupported, notSupported()],
		[withMemory && !capability.memorySnapshotsSupported, notSupported()],
		[wish.quiesce && !capability.quiescedSnapshotsSupported, notSupported()],
		[vm.snapshotsDisabled, 'SnapshotDisabled'],
		[vm.snapshotsLocked, 'SnapshotLocked'],
		[
			tree.all.length > 0 && !capability.multipleSnapshotsSupported,
			'MultipleSnapshotsNotSupported',
		],
		[vm.disks.some(({ physicalRdm }) => physicalRdm), incompatibleDevice()],
		[
			withMemory && vm.power === 'poweredOn' && hasIndependentDisk(vm),
			'MemorySnapshotOnIndependentDisk',
		],
		[isUnchanged(vm), 'SnapshotNoChange'],
		[tree.chainOf(tree.current).length >= world.quirks.deepestChain, tooManySnapshotLevels()],
	];
	const why = inWay.find(([applies]) => applies)?.[1];
	if (why !== undefined) throw why instanceof Fault ? why : snapshotFault(why);
}

const hasIndependentDisk = ({ disks }: Vm): boolean =>
	disks.some(({ mode }) => mode === 'independent_persistent');

const isUnchanged = ({ power, unchangedSince, tree }: Vm): boolean =>
	power === 'suspended' && unchangedSince !== undefined && tree.current?.ref === unchangedSince;

function incompatibleDevice(): Fault {
	const device = new Fault(
		'RDMNotSupported',
		'Device ‘Hard disk 2’ is a raw LUN in physical compatibility mode, which is not supported.',
	);
	return new Fault(
		'SnapshotIncompatibleDeviceInVm',
		'Cannot take a snapshot of a virtual machine with a device that does not support it.',
		{ fault: localizedMethodFault(device, device.message) },
	);
}
