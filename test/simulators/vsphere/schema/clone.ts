import { data, flag, many, one, oneOf, opaque, optional, reference, whole } from '../wire/readers';
import { configSpec } from './config';
import { deviceConfigSpec } from './device';

const diskMoveType = oneOf('VirtualMachineRelocateDiskMoveOptions', [
	'moveAllDiskBackingsAndAllowSharing',
	'moveAllDiskBackingsAndDisallowSharing',
	'moveChildMostDiskBacking',
	'createNewChildDiskBacking',
	'moveAllDiskBackingsAndConsolidate',
]);

const diskLocator = data('VirtualMachineRelocateSpecDiskLocator', {
	diskId: one(whole),
	datastore: one(reference),
	diskMoveType: optional(diskMoveType),
	diskBackingInfo: optional(opaque('VirtualDeviceBackingInfo', true)),
	profile: many(opaque('VirtualMachineProfileSpec', true)),
	backing: optional(opaque('VirtualMachineRelocateSpecDiskLocatorBackingSpec')),
});

const relocateSpec = data('VirtualMachineRelocateSpec', {
	service: optional(opaque('ServiceLocator')),
	folder: optional(reference),
	datastore: optional(reference),
	diskMoveType: optional(diskMoveType),
	pool: optional(reference),
	host: optional(reference),
	disk: many(diskLocator),
	transform: optional(oneOf('VirtualMachineRelocateTransformation', ['flat', 'sparse'])),
	deviceChange: many(deviceConfigSpec),
	profile: many(opaque('VirtualMachineProfileSpec', true)),
	cryptoSpec: optional(opaque('CryptoSpec', true)),
});

export const cloneSpec = data('VirtualMachineCloneSpec', {
	location: one(relocateSpec),
	template: one(flag),
	config: optional(configSpec),
	customization: optional(opaque('CustomizationSpec')),
	powerOn: one(flag),
	snapshot: optional(reference),
	memory: optional(flag),
	tpmProvisionPolicy: optional(
		oneOf('VirtualMachineCloneSpecTpmProvisionPolicy', ['copy', 'replace']),
	),
});

export type CloneSpec = ReturnType<typeof cloneSpec.read>;
