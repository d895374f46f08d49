import type { Instance } from './entities';
import { isTrue } from './config';
import { OperationFailure } from './failure';
import { expandedConfig, isOn, rootDisk } from './lookup';
import type { World } from './world';

const UNITS: Readonly<Record<string, number>> = {
	'': 1,
	B: 1,
	kB: 1e3,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	TB: 1e12,
	KiB: 2 ** 10,
	MiB: 2 ** 20,
	GiB: 2 ** 30,
	TiB: 2 ** 40,
};

/** What a VM has where nothing is said; LXD's documentation of `limits.memory` and `size.state`. */
const DEFAULT_MEMORY = '1GiB';
const DEFAULT_STATE_SIZE = '500MiB';

const STATELESS = 'Unable to create a stateful snapshot.';

/** Throws `OperationFailure` where the RAM can't be kept. */
export function assertStatePossible(world: World, instance: Instance): void {
	if (instance.type === 'container') {
		if (!isOn(instance)) throw new OperationFailure(`${STATELESS} The instance isn't running`);
		throw new OperationFailure(`${STATELESS} CRIU isn't installed`);
	}
	const config = expandedConfig(world, instance.project, instance.settings);
	if (!isTrue(config['migration.stateful'])) {
		throw new OperationFailure(world.quirks.notStateful);
	}
	if (!isOn(instance)) throw new OperationFailure(`${STATELESS} The instance isn't running`);
	const disk = rootDisk(world, instance.project, instance.settings);
	const memory = bytesOf(config['limits.memory'] ?? DEFAULT_MEMORY);
	if (memory > bytesOf(disk?.['size.state'] ?? DEFAULT_STATE_SIZE)) {
		throw new OperationFailure(
			'Stateful stop and snapshots require the instance limits.memory be less than or equal to the root disk size.state property',
		);
	}
}

function bytesOf(text: string): number {
	const [, amount = '', unit = ''] = /^(\d+)\s*([A-Za-z]*)$/.exec(text) ?? [];
	const factor = UNITS[unit];
	if (amount === '' || factor === undefined) throw new OperationFailure(`Invalid value: ${text}`);
	return Number(amount) * factor;
}
