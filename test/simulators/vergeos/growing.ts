import type { Row } from './model/table';
import type { World } from './model/world';
import * as seed from './seeding';

export type GrowingLevel = 'vm' | 'tenant' | 'volume';

interface Kind {
	readonly target: (world: World, name: string) => Row;
	readonly snapshot: (world: World, target: Row, spec: seed.SnapshotSpec) => Row;
}

const KINDS: Readonly<Record<GrowingLevel, Kind>> = {
	vm: {
		target: (world, name) => seed.seedVm(world, { name, running: false }),
		snapshot: seed.seedVmSnapshot,
	},
	tenant: {
		target: (world, name) => seed.seedTenant(world, { name, running: false }),
		snapshot: seed.seedTenantSnapshot,
	},
	volume: {
		target: (world, name) => seed.seedVolume(world, { name }),
		snapshot: seed.seedVolumeSnapshot,
	},
};

export function grow(
	world: World,
	count: number,
	snapshotsEach: number,
	level: GrowingLevel,
): void {
	const kind = KINDS[level];
	const before = world.table(`${level}s`).size;
	for (let number = 1; number <= count; number += 1) {
		const target = kind.target(world, `more-${before + number}`);
		for (let nightly = 1; nightly <= snapshotsEach; nightly += 1) {
			kind.snapshot(world, target, { name: `nightly-${nightly}` });
		}
	}
}
