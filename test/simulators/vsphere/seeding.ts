import { macAddressOf, uuidOf } from './model/identity';
import { SnapshotTree, type Snapshot } from './model/snapshotTree';
import { CAPABLE, type Capability, type Disk, type NetworkCard, type Vm } from './model/vm';
import type { PowerState } from './model/faults';
import type { World } from './model/world';
import { ref } from './wire/values';

export interface VmSpec {
	readonly name: string;
	/** Default `poweredOn`, of a template `poweredOff`. */
	readonly power?: PowerState;
	/** Default `running`, if the VM runs. */
	readonly tools?: 'running' | 'notRunning';
	readonly template?: boolean;
	/** By name, made where there is none. Null: in a vApp, without a folder. Default: the datacenter's own. */
	readonly folder?: string | null;
	readonly host?: string;
	readonly datastore?: string;
	readonly pool?: string;
	/** Default one, on `VM Network`. */
	readonly networkCards?: number;
	readonly annotation?: string;
	readonly guestId?: string;
	/** A second disk that no snapshot holds. */
	readonly independentDisk?: boolean;
	/** A second disk that is a raw LUN in physical compatibility, which no snapshot can hold. */
	readonly physicalRdm?: boolean;
	readonly capability?: Partial<Capability>;
	readonly connectionState?: Vm['connectionState'];
}

export function seedVm(world: World, spec: VmSpec): Vm {
	const value = world.names.vm();
	const { inventory } = world;
	const template = spec.template ?? false;
	const power = spec.power ?? (template ? 'poweredOff' : 'poweredOn');
	const vm: Vm = {
		ref: ref('VirtualMachine', value),
		name: spec.name,
		annotation: spec.annotation ?? '',
		uuid: uuidOf(`bios ${value}`),
		instanceUuid: uuidOf(`instance ${value}`),
		guestId: spec.guestId ?? 'otherLinux64Guest',
		template,
		power,
		runs: 0,
		connectionState: spec.connectionState ?? 'connected',
		tools: spec.tools ?? 'running',
		folder: spec.folder === null ? null : inventory.named('Folder', spec.folder),
		host: inventory.named('HostSystem', spec.host),
		datastore: inventory.named('Datastore', spec.datastore),
		pool: template ? null : poolOf(world, spec),
		disk: '',
		independent: '',
		memory: '',
		disks: disksOf(spec),
		cards: newCards(world, spec.networkCards ?? 1, power === 'poweredOn'),
		capability: { ...CAPABLE, ...spec.capability },
		snapshotsLocked: false,
		snapshotsDisabled: false,
		consolidationNeeded: false,
		filesLocked: false,
		quiesceFailures: [],
		unchangedSince: undefined,
		linkedTo: undefined,
		createdAt: world.now(),
		tree: new SnapshotTree(),
		nextSnapshotId: 1,
	};
	world.vms.push(vm);
	return vm;
}

const poolOf = ({ inventory }: World, { folder, pool }: VmSpec) =>
	folder === null ? inventory.named('VirtualApp') : inventory.named('ResourcePool', pool);

const GIB = 2 ** 30;

function disksOf({ independentDisk = false, physicalRdm = false }: VmSpec): Disk[] {
	const disk = (number: number, rest: Partial<Disk> = {}): Disk => ({
		key: 2000 + number,
		label: `Hard disk ${number + 1}`,
		mode: 'persistent',
		physicalRdm: false,
		capacityBytes: 16 * GIB,
		...rest,
	});
	const disks = [disk(0)];
	if (independentDisk) disks.push(disk(disks.length, { mode: 'independent_persistent' }));
	if (physicalRdm) disks.push(disk(disks.length, { physicalRdm: true }));
	return disks;
}

export function newCard(world: World, number: number, connected: boolean): NetworkCard {
	return {
		key: 4000 + number,
		label: `Network adapter ${number + 1}`,
		macAddress: macAddressOf(world.apiType, (world.cards += 1)),
		network: world.inventory.named('Network'),
		startConnected: true,
		connected,
	};
}

const newCards = (world: World, count: number, connected: boolean): NetworkCard[] =>
	Array.from({ length: count }, (_none, number) => newCard(world, number, connected));

export interface SnapshotSpec {
	readonly name?: string;
	readonly description?: string;
	readonly takenAt?: Date;
	readonly memory?: boolean;
	readonly quiesced?: boolean;
}

/** A snapshot that is there already, under the current one. */
export function seedSnapshot(world: World, vm: Vm, spec: SnapshotSpec = {}): Snapshot {
	const memory = spec.memory ?? false;
	return addSnapshot(world, vm, {
		name: spec.name ?? `snapshot ${vm.nextSnapshotId}`,
		description: spec.description ?? '',
		createdAt: spec.takenAt?.getTime() ?? world.now(),
		quiesced: spec.quiesced ?? false,
		withMemory: memory,
	});
}

export interface NewSnapshot {
	readonly name: string;
	readonly description: string;
	readonly createdAt: number;
	readonly quiesced: boolean;
	readonly withMemory: boolean;
}

export function addSnapshot(world: World, vm: Vm, wanted: NewSnapshot): Snapshot {
	const id = vm.nextSnapshotId;
	vm.nextSnapshotId += 1;
	const { name, description, createdAt, quiesced, withMemory } = wanted;
	const snapshot: Snapshot = {
		ref: ref('VirtualMachineSnapshot', world.names.snapshot(vm.ref.value, id)),
		id,
		name,
		description,
		createdAt,
		quiesced,
		frozen: {
			disk: vm.disk,
			memory: withMemory ? vm.memory : undefined,
			power: withMemory ? vm.power : 'poweredOff',
			cards: vm.cards,
		},
		parent: vm.tree.current,
	};
	vm.tree.add(snapshot);
	return snapshot;
}
