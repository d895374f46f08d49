import type { Element } from '../wire/element';
import {
	data,
	many,
	oneOfTypes,
	opaque,
	optional,
	text,
	type Field,
	type Reader,
} from '../wire/readers';
import { deviceConfigSpec } from './device';

const optionValue = data('OptionValue', {
	key: { ...optional(text), required: true },
	value: { ...optional(opaque('anyType', true)), required: true },
});

const extraConfig: Reader<unknown> = {
	type: 'OptionValue',
	read: (element) => oneOfTypes('OptionValue', [optionValue]).read(element),
};

/** Parts of the schema that this simulator knows by their place alone. */
const known = <const Name extends string>(
	...names: readonly Name[]
): Readonly<Record<Name, Field<readonly Element[]>>> =>
	Object.fromEntries(names.map((name) => [name, many(opaque(name))])) as Record<
		Name,
		Field<readonly Element[]>
	>;

/** In the schema's order, from govmomi’s `VirtualMachineConfigSpec`. */
export const configSpec = data('VirtualMachineConfigSpec', {
	changeVersion: optional(text),
	name: optional(text),
	...known('version', 'createDate', 'uuid', 'instanceUuid'),
	...known('npivNodeWorldWideName', 'npivPortWorldWideName', 'npivWorldWideNameType'),
	...known('npivDesiredNodeWwns', 'npivDesiredPortWwns', 'npivTemporaryDisabled'),
	...known('npivOnNonRdmDisks', 'npivWorldWideNameOp', 'locationId', 'guestId'),
	...known('alternateGuestName'),
	annotation: optional(text),
	...known('files', 'tools', 'flags', 'consolePreferences', 'powerOpInfo', 'rebootPowerOff'),
	...known('numCPUs', 'vcpuConfig', 'numCoresPerSocket', 'memoryMB', 'memoryHotAddEnabled'),
	...known('cpuHotAddEnabled', 'cpuHotRemoveEnabled', 'virtualICH7MPresent', 'virtualSMCPresent'),
	deviceChange: many(deviceConfigSpec),
	...known('cpuAllocation', 'memoryAllocation', 'latencySensitivity', 'cpuAffinity'),
	...known('memoryAffinity', 'networkShaper', 'cpuFeatureMask'),
	extraConfig: many(extraConfig),
	...known('swapPlacement', 'bootOptions', 'vAppConfig', 'ftInfo', 'repConfig'),
	...known('vAppConfigRemoved', 'vAssertsEnabled', 'changeTrackingEnabled', 'firmware'),
	...known('maxMksConnections', 'guestAutoLockEnabled', 'managedBy'),
	...known('memoryReservationLockedToMax', 'nestedHVEnabled', 'vPMCEnabled'),
});

export type ConfigSpec = ReturnType<typeof configSpec.read>;
