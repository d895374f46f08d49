import {
	data,
	flag,
	many,
	one,
	oneOf,
	oneOfTypes,
	opaque,
	optional,
	text,
	whole,
	type Reader,
} from '../wire/readers';

const connectInfo = data('VirtualDeviceConnectInfo', {
	migrateConnect: optional(text),
	startConnected: one(flag),
	allowGuestControl: one(flag),
	connected: one(flag),
	status: optional(text),
});

const virtualDevice = {
	key: one(whole),
	deviceInfo: optional(opaque('Description')),
	backing: optional(opaque('VirtualDeviceBackingInfo', true)),
	connectable: optional(connectInfo),
	slotInfo: optional(opaque('VirtualDeviceBusSlotInfo', true)),
	controllerKey: optional(whole),
	unitNumber: optional(whole),
	numaNode: optional(whole),
	deviceGroupInfo: optional(opaque('VirtualDeviceDeviceGroupInfo')),
} as const;

const ethernetCard = {
	...virtualDevice,
	addressType: optional(text),
	macAddress: optional(text),
	wakeOnLanEnabled: optional(flag),
	resourceAllocation: optional(opaque('VirtualEthernetCardResourceAllocation')),
	externalId: optional(text),
	uptCompatibilityEnabled: optional(flag),
} as const;

export interface GivenDevice {
	readonly key: number;
	readonly connectable:
		{ readonly startConnected: boolean; readonly connected: boolean } | undefined;
}

/** Of all devices only network cards can be changed here. */
const CARDS = [
	'VirtualEthernetCard',
	'VirtualE1000',
	'VirtualE1000e',
	'VirtualPCNet32',
	'VirtualVmxnet2',
];

const cards: readonly Reader<GivenDevice>[] = [
	...CARDS.map((type) => data(type, ethernetCard)),
	data('VirtualVmxnet3', { ...ethernetCard, uptv2Enabled: optional(flag) }),
];

const deviceSpec = data('VirtualDeviceConfigSpec', {
	operation: optional(oneOf('VirtualDeviceConfigSpecOperation', ['add', 'remove', 'edit'])),
	fileOperation: optional(
		oneOf('VirtualDeviceConfigSpecFileOperation', ['create', 'destroy', 'replace']),
	),
	device: one(oneOfTypes('VirtualDevice', cards)),
	profile: many(opaque('VirtualMachineProfileSpec', true)),
	backing: optional(opaque('VirtualDeviceConfigSpecBackingSpec')),
	filterSpec: many(opaque('VirtualMachineBaseIndependentFilterSpec', true)),
});

export type DeviceChange = ReturnType<typeof deviceSpec.read>;

export const deviceConfigSpec: Reader<DeviceChange> = {
	type: 'VirtualDeviceConfigSpec',
	read: (element) => oneOfTypes('VirtualDeviceConfigSpec', [deviceSpec]).read(element),
};
