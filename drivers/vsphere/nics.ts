import { z } from 'zod';
import type { VsphereClient } from './client';
import { read, wanted } from './properties';
import { isFault } from './soap/answer';
import {
	data,
	dataOf,
	flag as flagOf,
	text as textOf,
	type Parameter,
	type Ref,
} from './soap/request';
import { anything, elementFrom, flag, many, maybe, record, text, type Value } from './soap/value';

/** A network card as the server tells it, whatever its model. */
export interface Nic {
	readonly card: Value;
	readonly macAddress: string | undefined;
	/** `manual`: somebody set the address, and a clone would keep it. */
	readonly addressType: string | undefined;
	/** Now, or as soon as the VM is powered on. */
	readonly isPluggedIn: boolean;
}

const cardMembers = record({
	macAddress: maybe(text),
	addressType: maybe(text),
	connectable: maybe(
		record({ startConnected: maybe(flag), connected: maybe(flag), allowGuestControl: maybe(flag) }),
	),
});

/** Of all devices the network cards alone have such an address. */
const isCard = ({ members }: Value): boolean => 'macAddress' in members || 'addressType' in members;

const nic = anything.transform((card): Nic => {
	const { macAddress, addressType, connectable } = cardMembers.parse(card);
	const isPluggedIn = connectable?.startConnected === true || connectable?.connected === true;
	return { card, macAddress: macAddress?.toLowerCase(), addressType, isPluggedIn };
});

const devices = record({ VirtualDevice: many(anything) }).transform(({ VirtualDevice: all }) =>
	z.array(nic).parse(all.filter(isCard)),
);

const NICS = { 'config.hardware.device': devices.optional() };
const NICS_OF_VM = wanted('VirtualMachine', NICS);
const NICS_OF_SNAPSHOT = wanted('VirtualMachineSnapshot', NICS);

export async function nicsOf(
	client: VsphereClient,
	vm: Ref,
	signal: AbortSignal,
): Promise<readonly Nic[]> {
	return (await read(client, vm, NICS_OF_VM, signal))['config.hardware.device'] ?? [];
}

/**
 * The cards that a clone of the snapshot will have, which may be others than the VM has now (vim25,
 * VirtualMachineSnapshot.config). A server that does not tell them has the VM's own, as a first guess: what
 * is cloned is looked at anyway before it is handed out.
 */
export async function nicsInSnapshot(
	client: VsphereClient,
	vm: Ref,
	snapshot: Ref,
	signal: AbortSignal,
): Promise<readonly Nic[]> {
	try {
		const told = await read(client, snapshot, NICS_OF_SNAPSHOT, signal);
		return told['config.hardware.device'] ?? [];
	} catch (error) {
		if (!isFault(error, 'InvalidProperty')) throw error;
		return await nicsOf(client, vm, signal);
	}
}

/** The members that an edit says again, in the order of the schema; what it leaves out stays as it is. */
const SAID_AGAIN = [
	'key',
	'deviceInfo',
	'backing',
	'connectable',
	'controllerKey',
	'unitNumber',
	'addressType',
];

/** What a clone must change about its cards: none plugged in unless asked for, none with the old address. */
export const editsOf = (nics: readonly Nic[], connectNetwork: boolean): Parameter[] =>
	nics
		.filter(({ addressType }) => !connectNetwork || addressType === 'manual')
		.map((each) =>
			data('deviceChange', textOf('operation', 'edit'), editedCard(each, connectNetwork)),
		);

function editedCard({ card, addressType }: Nic, connectNetwork: boolean): Parameter {
	const again = (name: string): Parameter[] =>
		(card.members[name] ?? []).map((value) => elementFrom(name, value));
	const members = SAID_AGAIN.flatMap((name) => {
		if (name === 'connectable' && !connectNetwork) return [UNPLUGGED];
		// Without an address beside it, this asks for a new one.
		if (name === 'addressType' && addressType === 'manual') return [textOf(name, 'generated')];
		return again(name);
	});
	return dataOf('device', card.kind ?? 'VirtualEthernetCard', ...members);
}

const UNPLUGGED = data(
	'connectable',
	flagOf('startConnected', false),
	flagOf('allowGuestControl', true),
	flagOf('connected', false),
);
