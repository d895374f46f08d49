import type { DeviceChange } from '../schema/device';
import type { ConfigSpec } from '../schema/config';
import { Fault } from '../wire/fault';
import { int } from '../wire/values';
import { notSupported } from './faults';
import type { NetworkCard, Vm } from './vm';

/** Throws what can't be changed that way. */
export function changedCards(
	vm: Pick<Vm, 'cards' | 'power'>,
	changes: readonly DeviceChange[],
): readonly NetworkCard[] {
	return changes.reduce((cards, change, index) => changedBy(vm, cards, change, index), vm.cards);
}

function changedBy(
	{ power }: Pick<Vm, 'power'>,
	cards: readonly NetworkCard[],
	{ operation, device }: DeviceChange,
	index: number,
): readonly NetworkCard[] {
	if (!cards.some(({ key }) => key === device.key)) throw invalidDeviceSpec(index);
	switch (operation) {
		case 'remove':
			return cards.filter(({ key }) => key !== device.key);
		case 'edit': {
			const { connectable } = device;
			if (connectable === undefined) return cards;
			const { startConnected } = connectable;
			const connected = power === 'poweredOn' && connectable.connected;
			return cards.map((card) =>
				card.key === device.key ? { ...card, startConnected, connected } : card,
			);
		}
		// New cards are none of a snapshot's business; without an operation nothing is said at all.
		case 'add':
		case undefined:
			throw notSupported();
	}
}

const invalidDeviceSpec = (index: number): Fault =>
	new Fault('InvalidDeviceSpec', `Invalid configuration for device '${index}'.`, {
		deviceIndex: int(index),
	});

const UNDERSTOOD = ['changeVersion', 'name', 'annotation', 'deviceChange', 'extraConfig'];

/** What a `VirtualMachineConfigSpec` asks for beyond these is a gap of this simulator, told loudly. */
export function refuseUnknown(config: ConfigSpec): void {
	for (const [name, given] of Object.entries(config)) {
		const isEmpty = given === undefined || (Array.isArray(given) && given.length === 0);
		if (!isEmpty && !UNDERSTOOD.includes(name)) {
			throw new Error(`The simulator does not change ${name} of a VM`);
		}
	}
}
