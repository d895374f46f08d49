import type { Devices, Texts } from '../schema';
import { rootDisk } from './instances';

export interface DeviceWishes {
	readonly connectNetwork: boolean;
	readonly attachOtherDisks: boolean;
	/** Absent: as the source has it. */
	readonly pool?: string;
}

/** Hides a device, its profile's too; removing this entry brings that one back. */
const NONE: Texts = { type: 'none' };

/** What says which address a card has. `none` says that it has none, so it stays. */
const ADDRESSES = ['hwaddr', 'ipv4.address', 'ipv6.address'];

/**
 * What a copy must have otherwise than its source. Devices that are not named here are copied by the server, and
 * give the copy what the source alone may have: its cards, its fixed addresses, its data volumes.
 */
export function overridesFor(all: Devices, wishes: DeviceWishes): Record<string, Texts> {
	const overrides: Record<string, Texts> = {};
	const [rootName] = rootDisk(all) ?? [];
	for (const [name, device] of Object.entries(all)) {
		const { type = '' } = device;
		switch (type) {
			case 'nic':
				if (!wishes.connectNetwork) overrides[name] = NONE;
				else if (hasAddress(device)) overrides[name] = withoutAddresses(device);
				break;
			// Forwards ports of the host, which the source holds.
			case 'proxy':
				if (!wishes.connectNetwork) overrides[name] = NONE;
				break;
			case 'disk':
				if (name !== rootName && !wishes.attachOtherDisks) overrides[name] = NONE;
				break;
		}
	}
	if (wishes.pool !== undefined) {
		const root = rootName === undefined ? undefined : all[rootName];
		overrides[rootName ?? 'root'] = { ...(root ?? { type: 'disk', path: '/' }), pool: wishes.pool };
	}
	return overrides;
}

const isAddress = (key: string, value: string): boolean =>
	ADDRESSES.includes(key) && value !== 'none';

const hasAddress = (device: Texts): boolean =>
	Object.entries(device).some(([key, value]) => isAddress(key, value));

const withoutAddresses = (device: Texts): Texts =>
	Object.fromEntries(Object.entries(device).filter(([key, value]) => !isAddress(key, value)));
