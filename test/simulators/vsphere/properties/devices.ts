import type { Disk, NetworkCard, Vm } from '../model/vm';
import {
	data,
	flag,
	int,
	list,
	long,
	polymorphic,
	text,
	type Data,
	type List,
} from '../wire/values';

/** `config.hardware.device`. */
export const devicesOf = (vm: Vm): List =>
	list('VirtualDevice', [
		controller(),
		...vm.disks.map((disk) => diskOf(vm, disk)),
		...vm.cards.map(cardOf),
	]);

const CONTROLLER_KEY = 1000;

const description = (label: string, summary: string): Data =>
	polymorphic('Description', { label: text(label), summary: text(summary) });

const controller = (): Data =>
	polymorphic('ParaVirtualSCSIController', {
		key: int(CONTROLLER_KEY),
		deviceInfo: description('SCSI controller 0', 'VMware paravirtual SCSI'),
		busNumber: int(0),
		sharedBus: text('noSharing'),
		scsiCtlrUnitNumber: int(7),
	});

function diskOf(vm: Vm, disk: Disk): Data {
	const kilobytes = disk.capacityBytes / 1024;
	return polymorphic('VirtualDisk', {
		key: int(disk.key),
		deviceInfo: description(disk.label, `${kilobytes.toLocaleString('en')} KB`),
		backing: backingOf(vm, disk),
		controllerKey: int(CONTROLLER_KEY),
		unitNumber: int(disk.key - 2000),
		capacityInKB: long(kilobytes),
		capacityInBytes: long(disk.capacityBytes),
	});
}

function backingOf(vm: Vm, disk: Disk): Data {
	const common = { datastore: vm.datastore.ref, diskMode: text(disk.mode) };
	if (!disk.physicalRdm) {
		return polymorphic('VirtualDiskFlatVer2BackingInfo', {
			fileName: text(fileOf(vm, disk)),
			...common,
			thinProvisioned: flag(true),
		});
	}
	return polymorphic('VirtualDiskRawDiskMappingVer1BackingInfo', {
		fileName: text(fileOf(vm, disk)),
		datastore: vm.datastore.ref,
		lunUuid: text('0200000000600508b4000971fa0000a00000770000'),
		deviceName: text('vml.0200000000600508b4000971fa0000a00000770000'),
		compatibilityMode: text('physicalMode'),
		diskMode: text(disk.mode),
	});
}

/** With snapshots a VM writes to the delta on top of its chain. */
export function fileOf(
	vm: Vm,
	disk: Disk,
	depth = vm.tree.chainOf(vm.tree.current).length,
): string {
	const number = disk.key - 2000;
	const base = number === 0 ? vm.name : `${vm.name}_${number}`;
	const isDelta = depth > 0 && disk.mode === 'persistent' && !disk.physicalRdm;
	const delta = isDelta ? `-${String(depth).padStart(6, '0')}` : '';
	return `[${vm.datastore.name}] ${vm.name}/${base}${delta}.vmdk`;
}

const cardOf = (card: NetworkCard): Data =>
	polymorphic('VirtualVmxnet3', {
		key: int(card.key),
		deviceInfo: description(card.label, card.network.name),
		backing: polymorphic('VirtualEthernetCardNetworkBackingInfo', {
			deviceName: text(card.network.name),
			network: card.network.ref,
		}),
		connectable: data('VirtualDeviceConnectInfo', {
			startConnected: flag(card.startConnected),
			allowGuestControl: flag(true),
			connected: flag(card.connected),
			status: text(card.connected ? 'ok' : 'untried'),
		}),
		controllerKey: int(100),
		unitNumber: int(card.key - 4000 + 7),
		addressType: text('assigned'),
		macAddress: text(card.macAddress),
		wakeOnLanEnabled: flag(true),
	});
